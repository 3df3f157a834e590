"""Kaplan-Meier curves as an analysis."""

from __future__ import annotations

from analysed import cell, made_source, printed
from figure_texts import texts

from onespec.results.contract import Facts
from onespec.results.methods._survival import Times
from onespec.results.methods.kaplan_meier_curves import Axes, kaplan_meier_curves

SOURCE = made_source(
    [1, 2, 3, 4],
    ["A", "A", "A", "B"],
    Facts(words={"Survival": "生存率"}),
    AVAL=[60.0, 60.0, 90.0, 60.0],
    CNSR=[0.0, 1.0, 0.0, 1.0],
)
AXES = Axes("months", "Survival", 1)


def test_lines_are_the_steps_of_the_curves():
    result = kaplan_meier_curves(SOURCE, Times("AVAL", "CNSR", 30.0), AXES)
    assert printed(result) == [["2.00", "3; 1; 1; 66.7", "1; 0; 1; 100.0"], ["3.00", "1; 1; 0; 0.0", ""]]
    risk, events, censored, rate = cell(result, 0, 0).stats
    assert (risk.on.rows, events.on.rows, censored.on.rows) == ((1, 2, 3), (1,), (2,))
    assert (rate.name, round(rate.value, 4)) == ("estimate", 66.6667)


def test_the_picture_speaks_both_languages():
    result = kaplan_meier_curves(SOURCE, Times("AVAL", "CNSR", 30.0), AXES, "log-log")
    english, chinese = texts(result.picture("en")), texts(result.picture("zh"))
    begin = english.index("Number at risk")
    assert english[begin + 1 : begin + 6] == ["Arm A", "3", "3", "3", "1"]
    assert {"Arm B", "Survival", "months"} <= set(english)
    assert {"风险人数", "生存率", "月"} <= set(chinese)
