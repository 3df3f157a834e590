"""A waterfall as an analysis."""

from __future__ import annotations

import pytest
from analysed import NAN, made_source, printed
from figure_texts import texts

from onespec.results.contract import Beside
from onespec.results.methods.waterfall import waterfall

SOURCE = made_source([1, 2, 3, 4], ["A"] * 5, PCHG=[-40.0, 25.0, NAN, -40.0])


def test_lines_are_the_bars():
    other = made_source([1, 2, 4], ["A"] * 5, BOR=["PR", "PD", "SD"])
    result = waterfall(SOURCE, "PCHG", "Change (%)", Beside(other, {"kind": "BOR"}), [20.0, -30.0])
    assert printed(result) == [["S2", "25.0", "PD"], ["S1", "-40.0", "PR"], ["S4", "-40.0", "SD"]]
    assert result.lines[1].cells[0].stats[0].on.rows == (1,)
    found = texts(result.picture("en"))
    assert found[:3] == ["S2", "S1", "S4"] and {"PR", "PD", "SD", "Change (%)"} <= set(found)


def test_a_subject_with_two_values_is_refused():
    with pytest.raises(ValueError, match="subject S1 has 2 records of PCHG"):
        waterfall(made_source([1, 1], PCHG=[1.0, 2.0]), "PCHG", "Change (%)")
