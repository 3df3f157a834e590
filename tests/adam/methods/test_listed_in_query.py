import numpy as np
import pytest

from onespec.adam.methods.listed_in_query import Coded, listed_in_query
from onespec.engine.columns import number, text
from onespec.engine.contract import Report
from onespec.engine.frames import table_of

QUERIES = [
    ("CQ01", "Skin", "BROAD", "PT", "Pruritus", "10037087"),
    ("CQ01", "Skin", "NARROW", "PT", "Rash", "10037844"),
    ("CQ01", "Skin", "NARROW", "LLT", "Itching rash", ""),
    ("CQ01", "Skin", "NARROW", "PT", "", "10015150"),
    ("CQ02", "Digestion", "NARROW", "PT", "Nausea", "10028813"),
]


def table(rows=QUERIES):
    return table_of([dict(zip(("QUERY", "NAME", "SCOPE", "LEVEL", "TERM", "CODE"), r, strict=True)) for r in rows])


def listed(*events, query="CQ01", column="NAME", report=None, queries=None):
    """What is listed for events of PT, its code, LLT and its code."""
    pt, pt_code, llt, llt_code = zip(*[(*e, *("", np.nan, "", np.nan)[len(e) :]) for e in events], strict=True)
    coded = Coded(["PT", "LLT"], [text(list(pt)), text(list(llt))], [number(list(pt_code)), number(list(llt_code))])
    return listed_in_query(queries or table(), query, coded, report or Report(), column).tolist()


def test_by_code_and_by_term():
    assert listed(("Rash", 10037844), ("Exanthema", 10037844), ("RASH",), ("Nausea", 10028813)) == [*["Skin"] * 3, ""]


def test_a_row_without_code_or_without_term():
    assert listed(("Pruritic rash", 1, "itching RASH", 2), ("Erythema", 10015150)) == ["Skin", "Skin"]


def test_each_level_has_its_own_terms():
    assert listed(("Itching rash", 3), ("X", 4, "Rash", 10037844)) == ["", ""]


def test_an_uncoded_event_is_in_no_query():
    assert listed(("",)) == [""]


def test_of_several_rows_the_first_counts():
    assert listed(("Rash", 10037844), ("Pruritus", 10037087, "Itching rash"), column="SCOPE") == ["NARROW", "BROAD"]


def test_a_term_with_another_code_counts_and_is_asked_for():
    report = Report()
    assert listed(("Rash", 10015151), ("Nausea", 7), report=report) == ["Skin", ""]
    assert [(e.rule, e.rows.tolist()) for e in report.entries] == [("ADAM-QUERY-CODE", [0])]


def test_another_query():
    assert listed(("Nausea", 10028813), ("Rash", 10037844), query="CQ02") == ["Digestion", ""]


def test_a_query_or_a_level_that_nothing_knows():
    with pytest.raises(ValueError, match="no query CQ03"):
        listed(("Rash",), query="CQ03")
    with pytest.raises(ValueError, match="level HLT"):
        listed(("Rash",), queries=table([("CQ01", "Skin", "", "HLT", "Rashes", "")]))
    with pytest.raises(KeyError, match="WEIGHT"):
        listed(("Rash",), column="WEIGHT")
