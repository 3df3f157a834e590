"""Subjects by the values of their records."""

from __future__ import annotations

from analysed import cell, made_source, printed

from onespec.results.contract import Facts
from onespec.results.methods.occurrences import occurrences


def test_a_subject_counts_once_in_each_value_and_nowhere_without_a_record():
    result = occurrences(made_source([1, 1, 1, 3, 5], V=["b", "a", "b", "b", "a"]), "V")
    assert printed(result) == [["  a", "1 (33.3%)", "1 (33.3%)"], ["  b", "2 (66.7%)", "0"]]
    assert cell(result, 1, 0).stats[0].on.rows == (1, 3, 4)


def test_values_stand_in_the_order_of_their_codelist_and_only_those_that_are_there():
    facts = Facts(terms={"V": ("b", "c", "a")}, decodes={"V": {"b": "Second"}})
    assert [line[0] for line in printed(occurrences(made_source([1, 2], facts=facts, V=["a", "b"]), "V"))] == [
        "  Second",
        "  a",
    ]
