"""A swimmer plot as an analysis."""

from __future__ import annotations

import pytest
from analysed import NAN, made_source, printed
from figure_texts import texts

from onespec.results.contract import Beside
from onespec.results.methods.swimmer import swimmer

SOURCE = made_source([1, 2, 3], ["A"] * 4, TRTSDT=[100.0, 200.0, NAN])
TREATED = made_source([1, 2, 3], ["A"] * 4, F=[100.0, 200.0, 5.0], L=[129.0, 219.0, 9.0])
DIED = made_source([2, 1, 4], ["A"] * 4, D=[230.0, NAN, 7.0])
ARGUMENTS = {
    "stretches": [Beside(TREATED, {"first": "F", "last": "L", "named": "Treatment"})],
    "events": [Beside(DIED, {"date": "D", "named": "Death"})],
    "ongoing": Beside(made_source([1], ["A"] * 4, X=["x"]), {}),
    "divisor": 10.0,
}


def test_lines_are_stretches_and_events():
    """The last day belongs to its stretch: 100 to 129 are 30 days.  Without a begin there is no lane."""
    result = swimmer(SOURCE, "TRTSDT", axis="months", **ARGUMENTS)
    assert printed(result) == [
        ["S1", "Treatment", "0.0", "3.0"],
        ["S2", "Treatment", "0.0", "2.0"],
        ["S2", "Death", "3.0", "3.0"],
    ]
    assert result.lines[2].cells[1].stats[0].on.rows == (1,)
    found = texts(result.picture("en"))
    assert {"S1", "S2", "Treatment", "Death", "Ongoing", "months"} <= set(found) and not {"S3", "S4"} & set(found)
    assert {"继续中", "月"} <= set(texts(result.picture("zh")))


def test_a_selection_may_stand_by_itself_and_others_may_be_missing():
    only = swimmer(SOURCE, "TRTSDT", stretches=ARGUMENTS["stretches"][0], axis="days")
    assert printed(only)[0] == ["S1", "Treatment", "0.0", "30.0"]
    assert "Ongoing" not in texts(only.picture("en"))


def test_a_subject_with_two_begins_is_refused():
    with pytest.raises(ValueError, match="subject S1 has 2 records of TRTSDT"):
        swimmer(made_source([1, 1], TRTSDT=[1.0, 2.0]), "TRTSDT", stretches=[], axis="days")
