"""A forest plot as an analysis."""

from __future__ import annotations

import pytest
from analysed import made_source, printed
from figure_texts import texts

from onespec.results.contract import Beside, Facts
from onespec.results.methods.forest import forest

SOURCE = made_source([1, 2, 3], ["A"] * 5, AVALC=["Y", "N", "Y"])
OTHER = made_source(
    range(1, 6), ["A"] * 5, Facts(labels={"SEX": "Sex"}, decodes={"SEX": {"F": "Female"}}), SEX=["F", "F", "M", "M", ""]
)


def test_lines_are_all_subjects_and_the_subgroups():
    """R 4.2.2: binom.test(2, 5) 5.3 to 85.3, binom.test(1, 2) 1.3 to 98.7, binom.test(0, 1) 0 to 97.5."""
    result = forest(SOURCE, "AVALC", "Y", Beside(OTHER, {"by": ["SEX"]}), "Rate (%)")
    assert printed(result) == [
        ["All subjects", "2/5", "40.0 (5.3, 85.3)"],
        ["Sex"],
        ["  Female", "1/2", "50.0 (1.3, 98.7)"],
        ["  M", "1/2", "50.0 (1.3, 98.7)"],
        ["  Missing", "0/1", "0.0 (0.0, 97.5)"],
    ]
    count, total = result.lines[2].cells[0].stats
    assert (count.on.dataset, count.on.rows, total.on.rows) == ("ADSL", (101,), (101, 102))
    found = texts(result.picture("en"))
    assert {"All subjects", "   Female", "2/5", "Rate (%)", "Subgroup"} <= set(found)
    assert {"全部受试者", "亚组"} <= set(texts(result.picture("zh")))


def test_a_subject_in_two_subgroups_is_refused():
    other = made_source([1, 1], ["A"] * 5, SEX=["F", "M"])
    with pytest.raises(ValueError, match="subject S1 has 2 records of subgroups"):
        forest(SOURCE, "AVALC", "Y", Beside(other, {"by": ["SEX"]}), "Rate (%)")
