"""Worst grades, counted."""

from __future__ import annotations

from analysed import NAN, cell, made_source, printed

from onespec.results.methods.worst_grade import worst_grade


def test_the_worst_of_each_subject_counts():
    source = made_source(
        [1, 1, 1, 2, 3, 4, 5], PARAM=["X", "X", "Y", "X", "X", "X", "X"], GRADE=[1.0, 3.0, 2.0, 0.0, NAN, 1.0, 1.0]
    )
    result = worst_grade(source, "PARAM", "GRADE")
    assert printed(result) == [
        ["X"],
        ["  n", "2", "2"],
        ["  Grade 0", "1 (50.0%)", "0"],
        ["  Grade 1", "0", "2 (100.0%)"],
        ["  Grade 2", "0", "0"],
        ["  Grade 3", "1 (50.0%)", "0"],
        ["Y"],
        ["  n", "1", "0"],
        ["  Grade 0", "0", "0"],
        ["  Grade 1", "0", "0"],
        ["  Grade 2", "1 (100.0%)", "0"],
        ["  Grade 3", "0", "0"],
    ]
    assert cell(result, 5, 0).stats[0].on.rows == (2,)
    assert result.lines[5].within == (("PARAM", "X"),)


def test_no_grades():
    assert worst_grade(made_source([1], PARAM=["X"], GRADE=[NAN]), "PARAM", "GRADE").lines == ()
    assert printed(worst_grade(made_source([1], ["A"], PARAM=["X"], GRADE=[0.0]), "PARAM", "GRADE")) == [
        ["X"],
        ["  n", "1"],
        ["  Grade 0", "1 (100.0%)"],
    ]
