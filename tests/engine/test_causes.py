"""Findings of one cause as one."""

from __future__ import annotations

import itertools

import pytest

from onespec.engine.causes import one_a_cause
from onespec.engine.findings import Cell, Finding

CONSENT = Cell("dm.csv", 1, "ICDAT", "01", "2026-05-01")


def visit(row: int) -> Cell:
    return Cell("vs.csv", row, "VSDAT", "01", f"2026-04-{row:02}")


def query(row: int, *others: Cell, rule: str = "CHECK-BEFORE", dataset: str = "VS", message: str = "Early.") -> Finding:
    """A query on a record that stands on a row of vs.csv."""
    own = visit(row)
    place = {"file": "vs.csv", "row": row, "dataset": dataset, "column": "VSDTC", "subject": "01", "value": own.value}
    return Finding(rule, "query", message, "Ask.", **place, cells=(own, *others))


def told(findings):
    return [(f.file, f.row, f.column, f.value, f.count, f.reached) for f in findings]


def test_what_many_values_contradict_is_asked_about():
    [found] = one_a_cause([query(row, CONSENT) for row in (2, 3, 4)])
    assert found == Finding(
        "CHECK-BEFORE",
        "query",
        "Early.",
        "Ask.",
        file="dm.csv",
        row=1,
        column="ICDAT",
        subject="01",
        value="2026-05-01",
        count=3,
        reached="VS 3; vs.csv rows 2, 3, 4",
    )
    assert [f.row for f in found.members] == [2, 3, 4]


def test_a_single_contradiction_stays_with_its_own_record():
    finding = query(2, CONSENT)
    assert one_a_cause([finding]) == [finding]


def test_records_of_one_cell_are_one_query():
    """A row of a form makes ten records: its date is asked about, not the consent that it contradicts."""
    assert told(one_a_cause([query(2, CONSENT, dataset=d) for d in ("LB", "LB", "VS")])) == [
        ("vs.csv", 2, "VSDAT", "2026-04-02", 3, "LB 2, VS 1; vs.csv row 2")
    ]


def test_questions_of_several_rules_about_one_cell_are_one_query():
    [found] = one_a_cause([query(2, message="Late.", rule="CHECK-AFTER"), query(2)])
    assert (found.rule, found.message, found.reached) == (
        "CHECK-AFTER",
        "Late. Early.",
        "CHECK-AFTER VS 1, CHECK-BEFORE VS 1; vs.csv row 2",
    )


def test_queries_without_a_cell_stay_apart():
    findings = [Finding("ROW-EMPTY", "query", "Empty.", file="lb.csv", row=row) for row in (1, 2)]
    assert one_a_cause(findings) == findings


def test_what_two_forms_say_of_a_row_is_said_once():
    """They read the same file; the row has no cell to ask about, and the cell belongs to no dataset."""
    row = Finding("RAW-REFUSED", "query", "Not mapped.", file="lb.csv", row=1, dataset="LB")
    cell = Finding("RAW-WIDTH", "query", "Wide.", file="lb.csv", row=1, column="A", cells=(visit(1),))
    assert one_a_cause([row, cell, row, cell]) == one_a_cause([row, cell])
    assert [f.count for f in one_a_cause([row, cell, row, cell])] == [1, 1]


def stop(row: int, value: str) -> Finding:
    place = {"file": "lb.csv", "row": row, "dataset": "LB", "column": "LBORRESU"}
    return Finding("VALUE-CODE", "stop", "No term.", "Correct it.", **place, subject=f"{row:02}", value=value)


def test_stops_of_one_value_are_one():
    found = one_a_cause([stop(row, "MG") for row in range(1, 9)] + [stop(3, "g")])
    assert [f.text() for f in found] == [
        "STOP  VALUE-CODE  lb.csv row 1, LBORRESU: No term. The value is 'MG'. "
        "8 findings: LB 8; lb.csv rows 1, 2, 3, 4, 5 and 3 more. Fix: Correct it.",
        "STOP  VALUE-CODE  lb.csv row 3, LBORRESU [subject 03]: No term. The value is 'g'. Fix: Correct it.",
    ]


def test_a_stop_and_a_query_of_one_cell_stay_apart():
    assert [f.level for f in one_a_cause([query(2), stop(2, "x")])] == ["stop", "query"]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_the_findings_does_not_matter(seed):
    """Parts are put together in the order of their numbers, whatever their number."""
    findings = [query(2, CONSENT), query(3, CONSENT), query(4, visit(3)), stop(1, "MG"), stop(2, "MG")]
    shuffled = list(itertools.permutations(findings))[seed * 20]
    assert one_a_cause(shuffled) == one_a_cause(findings)
