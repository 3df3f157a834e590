"""Rows that belong to those of another form: which row is whose, and what is said of the others."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import text
from onespec.engine.frames import Frame
from onespec.engine.raw.account import NOT_SUBMITTED, REFUSED, USED
from onespec.engine.raw.belonging import hold_together
from onespec.engine.raw.fields import type_form
from onespec.engine.spec.forms import Field, Form


def form(name: str, columns: dict[str, list[str]], key: tuple[str, ...], belongs_to: str = "", **fields):
    declared = {n: Field(n, {}, **({"type": "text"} | fields.get(n, {}))) for n in columns}
    described = Form(name, {}, (f"{name}.csv",), "utf-8", "", ("S",), key, declared, belongs_to=belongs_to)
    n = len(columns["S"])
    return type_form(described, Frame({c: text(v) for c, v in columns.items()}), np.arange(1, n + 1), {}, "en")


def together(events: dict[str, list[str]], coding: dict[str, list[str]], **fields):
    """The coding, held against the events and a register of the subjects."""
    forms = {
        "register": form("register", {"S": ["1", "2"], "SITE": ["A", "B"]}, ("S",)),
        "events": form("events", events, ("S", "NO"), **fields),
        "coding": form("coding", coding, ("S", "NO"), "events", **fields),
    }
    for each in forms.values():
        hold_together(each, forms, "register")
    return forms["coding"]


def told(out) -> list[tuple[str, int | None, str, str]]:
    return [(f.rule, f.row, f.column, f.message) for f in out.findings]


def test_each_row_finds_its_own_by_the_key():
    out = together(
        {"S": ["1", "1", "2"], "NO": ["1", "2", "1"]},
        {"S": ["2", "1"], "NO": ["01", "2"], "PT": ["Cough", "Pain"]},
        NO={"type": "number"},
    )
    assert (out.partners.tolist(), told(out)) == ([-1, 1, 0], [])
    assert out.beside(np.array([2, -1, 0])).tolist() == [0, -1, -1]


def test_rows_of_no_event_and_several_of_one_are_refused():
    out = together(
        {"S": ["1", "2", "2"], "NO": ["1", "1", ""]},
        {"S": ["1", "1", "2", "2", "1"], "NO": ["1", "1", "1", "", "9"], "X": ["a"] * 5, "PT": ["b"] * 5},
        X={"type": "text", "not_submitted": "no data"},
    )
    assert out.partners.tolist() == [-1, 2, -1]
    lonely, second = "belongs to no row of form events; the row is not carried", "stands in several rows that belong to"
    assert [(row, message.startswith(f"'9' {lonely}")) for _, row, _, message in told(out)[:2]] == [
        (4, False),
        (5, True),
    ]
    assert [(row, second in message) for _, row, _, message in told(out)[2:]] == [(1, True), (2, True)]
    assert {rule for rule, *_ in told(out)} == {"RAW-PARTNER"}
    assert out.status["PT"].tolist() == [REFUSED, REFUSED, 0, REFUSED, REFUSED]
    assert out.status["X"].tolist() == [NOT_SUBMITTED] * 5


def test_a_text_that_was_coded_is_held_against_the_one_of_today():
    out = together(
        {"S": ["1", "1", "2"], "NO": ["1", "2", "1"], "TERM": ["Cough", "Head ache", ""]},
        {"S": ["1", "1", "2"], "NO": ["1", "2", "1"], "CODED": ["COUGH", "headache", "pain"], "SITE": ["A", "B", "B"]},
        CODED={"repeats": "TERM"},
        SITE={"repeats": "SITE"},
    )
    assert [(rule, row, column) for rule, row, column, _ in told(out)] == [
        ("RAW-REGISTER", 2, "SITE"),
        ("RAW-CODED", 2, "CODED"),
        ("RAW-CODED", 3, "CODED"),
    ]
    assert out.findings[1].cells[1][:3] == ("events.csv", 2, "TERM")
    assert (out.status["CODED"].tolist(), out.partners.tolist()) == ([USED] * 3, [0, 1, 2])
