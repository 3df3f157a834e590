"""Subjects who have a record."""

from __future__ import annotations

from analysed import cell, made_source, printed

from onespec.results.contract import Facts
from onespec.results.methods.with_record import with_record


def test_a_subject_counts_once():
    result = with_record(made_source([1, 1, 3, 5], V=["x"] * 4), "Any event")
    assert printed(result) == [["Any event", "2 (66.7%)", "1 (33.3%)"]]
    assert cell(result, 0, 0).stats[0].on.rows == (1, 2, 3)


def test_nobody_has_one():
    assert printed(with_record(made_source([], V=[]), "Any event")) == [["Any event", "0", "0"]]


def test_its_name_in_chinese():
    source = made_source([1], facts=Facts(words={"Any event": "任何事件"}), V=["x"])
    assert with_record(source, "Any event").lines[0].label["zh"] == "任何事件"
