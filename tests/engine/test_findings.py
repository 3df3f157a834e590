"""Findings as a user reads them."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Finding, Findings, Stopped, finding_order, nearest, unknown


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"file": "sdtm/ae.yaml", "line": 3}, "sdtm/ae.yaml:3"),
        ({"file": "ae.csv", "row": 7, "column": "AETERM"}, "ae.csv row 7, AETERM"),
        ({"dataset": "AE", "column": "AETERM"}, "AE, AETERM"),
        ({"column": "AETERM"}, "AETERM"),
        ({}, ""),
    ],
)
def test_the_place(where, place):
    assert Finding("A-B", "stop", "m", **where).place == place


def test_the_line_of_a_terminal():
    finding = Finding(
        "RAW-DATE",
        "query",
        "It is no date.",
        "Ask.",
        file="ae.csv",
        row=7,
        column="AESTDAT",
        subject="01",
        value="yesterday",
    )
    assert (
        finding.text()
        == "QUERY RAW-DATE  ae.csv row 7, AESTDAT [subject 01]: It is no date. The value is 'yesterday'. Fix: Ask."
    )


def test_a_value_that_the_message_names_is_not_said_again():
    assert Finding("A-B", "stop", "'x' is wrong.", value="x").text() == "STOP  A-B: 'x' is wrong."


@pytest.mark.parametrize(
    ("name", "names", "close"),
    [
        ("LBORESS", ["LBORRES", "LBTEST"], "LBORRES"),
        ("yn", ["NY", "SEX"], "NY"),
        ("studyday", ["study_day"], "study_day"),
        ("title", ["extensible", "name"], ""),
        ("x", [], ""),
        ("AGE", ["SEX"], ""),
    ],
)
def test_the_nearest_name(name, names, close):
    assert nearest(name, names) == close


def test_the_known_names_are_told_when_none_is_near():
    assert (
        unknown("term", "ZZZZ", [f"T{i:02}" for i in range(15)])[1]
        == "Known: T00, T01, T02, T03, T04, T05, T06, T07, T08, T09, T10, T11 and 3 more."
    )
    assert unknown("table", "a", []) == ("There is no table 'a'.", "Known: none.")


def test_stops_and_queries_are_told_apart():
    findings = Findings()
    findings.add("A-B", "query", "q")
    findings.add("A-C", "stop", "s", "mend")
    assert ([f.message for f in findings.stops], [f.message for f in findings.queries]) == (["s"], ["q"])
    assert str(Stopped(findings)) == "STOP  A-C: s Fix: mend"


def test_findings_are_ordered_by_place():
    listed = [
        Finding("A-B", "stop", "m", file=f, line=line, row=row)
        for f, line, row in (("b", 1, None), ("a", 10, None), ("a", 2, None), ("a", None, 3))
    ]
    assert [(f.file, f.line, f.row) for f in sorted(listed, key=finding_order)] == [
        ("a", None, 3),
        ("a", 2, None),
        ("a", 10, None),
        ("b", 1, None),
    ]
