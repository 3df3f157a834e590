"""Fields that are made of several columns: their values, and what becomes of each cell."""

from __future__ import annotations

import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Codelist, Term
from onespec.engine.frames import Frame
from onespec.engine.raw.account import NOT_SUBMITTED, REFUSED, USED
from onespec.engine.raw.fields import type_form
from onespec.engine.spec.forms import Field, Form

TERMS = ("WHITE", "ASIAN", "MULTIPLE", "OTHER")
RACE = Codelist("RACE", "", "", "", True, "text", {t: Term(t, "", "", (), i) for i, t in enumerate(TERMS, 1)})


def made(columns: dict[str, list[str]], columns_are: dict | None = None, **field):
    """A field X that is made of columns."""
    n = len(next(iter(columns.values())))
    kinds = columns_are or {}
    declared = {"SUBJ": Field("SUBJ", {}, "text")}
    declared |= {name: Field(name, {}, **kinds.get(name, {"type": "text"})) for name in columns}
    declared["X"] = Field("X", {}, **field)
    cells = {"SUBJ": [f"{i + 1:02}" for i in range(n)], **columns, "X": [""] * n}
    form = Form("f", {}, ("f.csv",), "utf-8", "", ("SUBJ",), ("SUBJ",), declared)
    return type_form(form, Frame({n: text(v) for n, v in cells.items()}), np.arange(1, n + 1), {"RACE": RACE}, "en")


def told(out) -> list[tuple[str, int | None, str, str]]:
    return [(f.rule, f.row, f.column, f.message) for f in out.findings]


def left(out) -> dict[str, list[tuple[list[int], int, str]]]:
    """Of each column the rows whose cells are not in the value, what becomes of them, and the rule."""
    return {
        name: [((np.flatnonzero(rows) + 1).tolist(), status, rule) for _, rows, status, rule in each]
        for name, each in out.left.items()
    }


def test_the_first_filled_one():
    number = {"type": "number"}
    out = made(
        {"A": ["1", "", "3", "4", ""], "B": ["", "2", "3", "5", ""]},
        {"A": number, "B": number},
        type="number",
        first_of=("A", "B"),
    )
    assert out.frame["X"].tolist() == ["1", "2", "3", "4", ""]
    assert told(out) == [
        ("RAW-TOGETHER", 4, "B", "'5' is another value than that of A, which comes first; not carried.")
    ]
    assert [cell.column for cell in out.findings[0].cells] == ["B", "A"]
    assert left(out) == {"B": [([4], REFUSED, "RAW-TOGETHER")]}


def test_a_value_that_its_column_refuses_leaves_the_place_to_the_next():
    number = {"type": "number"}
    out = made({"A": ["x"], "B": ["2"]}, {"A": number, "B": number}, type="number", first_of=("A", "B"))
    assert (out.frame["X"].tolist(), [row[0] for row in told(out)]) == (["2"], ["RAW-NUMBER"])


PARTS = {"year": "Y", "month": "M", "day": "D"}


@pytest.mark.parametrize(
    ("year", "month", "day", "iso"),
    [
        ("2025", "8", "3", "2025-08-03"),
        ("2025", "AUG", "03", "2025-08-03"),
        ("2025", "august", "3", "2025-08-03"),
        ("49", "08", "03", "2049-08-03"),
        ("2025", "08", "", "2025-08"),
        ("2025", "08", "UN", "2025-08"),
        ("2025", "99", "99", "2025"),
        ("2025", "", "", "2025"),
        ("", "", "", ""),
    ],
)
def test_a_date_of_its_parts(year, month, day, iso):
    out = made(
        {"Y": [year], "M": [month], "D": [day]}, type="date", date_of=PARTS, unknown_parts=("99",), century="1950"
    )
    assert (out.frame["X"].tolist(), told(out), left(out)) == ([iso], [], {})


@pytest.mark.parametrize(
    ("year", "month", "day", "iso", "said"),
    [
        ("2025", "UN", "3", "2025---03", ("RAW-TOGETHER", "D", "'3' is the day of an unknown month; carried as")),
        ("2025", "2", "30", "", ("RAW-DATE", "D", "'30' is no day of the calendar.")),
        ("2025", "13", "", "", ("RAW-DATE", "M", "'13' is no day of the calendar.")),
        ("", "2", "3", "", ("RAW-DATE", "M", "'2' has no known year.")),
        ("UN", "2", "3", "", ("RAW-DATE", "Y", "'UN' has no known year.")),
        ("25", "2", "3", "", ("RAW-DATE", "Y", "'25' is no year.")),
        ("2025", "AUT", "3", "", ("RAW-DATE", "M", "'AUT' is no month.")),
        ("2025", "2", "3rd", "", ("RAW-DATE", "D", "'3rd' is no day.")),
    ],
)
def test_a_date_that_is_none_or_half(year, month, day, iso, said):
    out = made({"Y": [year], "M": [month], "D": [day]}, type="date", date_of=PARTS)
    ((rule, _, column, message),) = told(out)
    assert (out.frame["X"].tolist(), (rule, column)) == ([iso], said[:2])
    assert message.startswith(said[2])
    wanted = {} if iso else {name: [([1], REFUSED, "RAW-DATE")] for name in "YMD"}
    assert left(out) == wanted


def test_a_date_of_parts_takes_its_time_and_its_limits():
    columns = {"Y": ["2201", "2025"], "M": ["1", "2"], "D": ["2", "3"], "T": ["", "8:30"]}
    kinds = {"T": {"type": "time"}}
    out = made(columns, kinds, type="date", date_of=PARTS, time="T", latest="2030")
    assert out.frame["X"].tolist() == ["2201-01-02", "2025-02-03T08:30"]
    assert told(out) == [("RAW-RANGE", 1, "Y", "'2201' lies after 2030; carried as collected.")]


BOXES = {"type": "code", "codelist": "RACE", "checkboxes": {"R1": "WHITE", "R2": "ASIAN"}, "ticked": ("1", "Checked")}


def test_the_ticked_one():
    columns = {"R1": ["1", "0", "", "0"], "R2": ["0", "checked", "", "0"]}
    out = made(columns, **BOXES, unticked=("0",))
    assert (out.frame["X"].tolist(), told(out)) == (["WHITE", "ASIAN", "", ""], [])
    assert left(out) == {"R1": [([2, 4], USED, "")], "R2": [([1, 4], USED, "")]}


def test_several_ticked_ones():
    columns = {"R1": ["1"], "R2": ["1"]}
    assert made(columns, **BOXES, several="MULTIPLE").frame["X"].tolist() == ["MULTIPLE"]
    out = made(columns, **BOXES)
    assert out.frame["X"].tolist() == [""]
    assert told(out) == [("RAW-TOGETHER", 1, "R1", "'1' stands in R1, R2, and field X takes one of them; not carried.")]
    assert left(out) == {name: [([1], REFUSED, "RAW-TOGETHER")] for name in ("R1", "R2")}


@pytest.mark.parametrize("level", ["stop", "query"])
def test_a_checkbox_that_is_neither(level):
    out = made({"R1": ["1"], "R2": ["9"]}, **BOXES, unticked=("0",), unknown=level)
    assert out.frame["X"].tolist() == ["WHITE"]
    assert [(f.rule, f.level, f.column) for f in out.findings] == [("RAW-CODE", level, "R2")]


def test_another_answer():
    columns = {"L": ["WHITE", "OTHER", "OTHER", "ASIAN", ""], "T": ["", "Sami", "", "Sami", "Sami"]}
    kinds = {"L": {"type": "code", "codelist": "RACE"}}
    out = made(columns, kinds, type="text", other_of={"list": "L", "term": "OTHER", "text": "T"})
    assert out.frame["X"].tolist() == ["WHITE", "Sami", "OTHER", "ASIAN", ""]
    assert told(out) == [
        ("RAW-TOGETHER", row, "T", "'Sami' stands beside L, which is not OTHER; not carried.") for row in (4, 5)
    ]
    assert left(out) == {"T": [([4, 5], REFUSED, "RAW-TOGETHER")], "L": [([2], USED, "")]}


def test_a_field_that_is_not_submitted_answers_for_its_columns():
    out = made({"A": ["1"], "B": ["2"]}, type="text", first_of=("A", "B"), not_submitted="no data")
    assert told(out) == []
    assert [out.status[name].tolist() for name in ("A", "B")] == [[NOT_SUBMITTED]] * 2
