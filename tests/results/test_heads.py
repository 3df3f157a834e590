"""Which group a column is of, and what stands above it."""

from __future__ import annotations

from dataclasses import replace

from onespec.results.contract import Result, Words
from onespec.results.heads import heads_of

from .results_study import computed

OWN = Words("Any grade"), Words("Grade >= 3")


def test_columns_of_the_groups():
    shown = computed(Result(()))
    assert heads_of(shown, Result(())) == list(zip(("A", "B", ""), shown.columns, strict=True))


def test_own_columns_are_of_no_group_of_several_but_of_the_only_one():
    shown = computed(Result(()))
    assert heads_of(shown, Result((), OWN)) == [("", OWN[0]), ("", OWN[1])]
    one = replace(shown, levels=("A",), columns=shown.columns[:1], members=shown.members[:1])
    assert heads_of(one, Result((), OWN)) == [("A", OWN[0]), ("A", OWN[1])]


def test_own_columns_of_each_group():
    result = Result((), OWN * 3, levels=("A", "A", "B", "B", "", ""))
    assert [level for level, _ in heads_of(computed(result), result)] == ["A", "A", "B", "B", "", ""]
