"""Shift tables."""

from __future__ import annotations

import pytest
from analysed import cell, made_source, printed

from onespec.results.contract import Facts
from onespec.results.methods.shift import shift

ORDER = Facts(terms={"BASE": ("LOW", "NORMAL", "HIGH"), "POST": ("LOW", "NORMAL", "HIGH")})


def test_one_group_is_a_matrix():
    source = made_source(
        [1, 2, 3, 4], ["A"] * 5, ORDER, BASE=["NORMAL", "NORMAL", "LOW", ""], POST=["HIGH", "NORMAL", "LOW", "LOW"]
    )
    result = shift(source, "BASE", "POST")
    assert [words.en for words in result.columns] == ["LOW", "NORMAL", "HIGH", "Total"]
    assert printed(result) == [
        ["LOW", "1 (25.0%)", "0", "0", "1"],
        ["NORMAL", "0", "1 (25.0%)", "1 (25.0%)", "2"],
        ["HIGH", "0", "0", "0", "0"],
        ["Missing", "1 (25.0%)", "0", "0", "1"],
        ["Total", "2", "1", "1", "4"],
    ]
    assert cell(result, 1, 2).stats[0].on.rows == (1,)


def test_each_group_is_a_block():
    source = made_source([1, 4], BASE=["N", "N"], POST=["N", "H"])
    assert printed(shift(source, "BASE", "POST")) == [
        ["Arm A"],
        ["  N", "0", "1 (100.0%)", "1"],
        ["  Total", "0", "1", "1"],
        ["Arm B"],
        ["  N", "1 (100.0%)", "0", "1"],
        ["  Total", "1", "0", "1"],
    ]


def test_a_subject_with_two_records_is_refused():
    with pytest.raises(ValueError, match="subject S1 has 2 records of BASE and POST"):
        shift(made_source([1, 1], BASE=["N", "N"], POST=["N", "H"]), "BASE", "POST")
