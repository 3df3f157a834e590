"""The data cut on forms: which rows go, what is blank again, and that each cell is accounted for."""

from __future__ import annotations

import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.frames import Frame
from onespec.engine.raw.account import AFTER_CUT
from onespec.engine.raw.cut import cut_form, is_after
from onespec.engine.raw.fields import type_form
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.run.accounting import account
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.cut import Acts, Cut, Later
from onespec.engine.spec.forms import Field, Form

DAY = "2026-06-30"
DATE = {"type": "date", "format": ("YYYY-MM-DD", "YYYY-MM", "YYYY")}
REGISTER = {"S": ["1", "2", "3"], "ICF": ["2026-01-05", "2026-07-01", ""]}
VISITS = {
    "S": ["1", "1", "1", "1"],
    "V": ["SCR", "C1", "C2", "C3"],
    "D": ["2026-01-06", "2026-06-30", "2026-07-21", ""],
}


def form(name: str, columns: dict[str, list[str]], key: tuple[str, ...] = ("S",), belongs_to: str = "", **fields):
    declared = {n: Field(n, {}, **({"type": "text"} | fields.get(n, {}))) for n in (*columns, *fields)}
    described = Form(name, {}, (f"{name}.csv",), "utf-8", "", ("S",), key, declared, belongs_to=belongs_to)
    n = len(columns["S"])
    cells = {c: text(columns.get(c, [""] * n)) for c in declared}
    return type_form(described, Frame(cells), np.arange(1, n + 1), {}, "en")


def cut(acts: Acts, columns: dict[str, list[str]], key: tuple[str, ...] = ("S",), **fields) -> TypedForm:
    forms = {
        "register": form("register", REGISTER, ICF=DATE),
        "visits": form("visits", VISITS, ("S", "V"), D=DATE),
        "own": form("own", columns, key, **fields),
    }
    everything = {"register": Acts("date", ("ICF",)), "visits": Acts("date", ("D",), visit="V"), "own": acts}
    order = ("SCR", "C1", "C2", "C3")
    how = Cut(DAY, acts=everything, consent=("register", "ICF"), visits=("visits", "V", "D"), order=order)
    return cut_form(forms["own"], how, forms.__getitem__)


def shown(out: TypedForm, *names: str) -> list[tuple[str, ...]]:
    return list(zip(*(out.frame[name].tolist() for name in names), strict=True))


def balance(out: TypedForm) -> dict[str, tuple[int, int]]:
    """Of each field the filled cells, and those after the cut."""
    return {name: (a.filled, a.after_cut) for (_, name), a in account({"own": out}, {}, {}).items()}


def listed(out: TypedForm) -> list[tuple[str, ...]]:
    taken = out.taken
    return list(taken.only(["ROW", "FIELD", "VALUE", "BECOMES", "WHY"]).rows()) if taken is not None else []


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-06-30", False),
        ("2026-06-30T23:59", False),
        ("2026-07-01", True),
        ("2026-06", False),
        ("2026-07", True),
        ("2026", False),
        ("2027", True),
        ("2026---15", False),
        ("2027---15", True),
        ("", False),
    ],
)
def test_a_partial_date_is_after_when_all_its_days_are(date, expected):
    assert is_after(date, DAY) is expected


def test_rows_after_the_day_go_and_unknown_dates_stay():
    out = cut(
        Acts("date", ("D",)), {"S": ["1"] * 4, "D": ["2026-06-30", "2026-07-01", "2026", ""], "X": list("abcd")}, D=DATE
    )
    assert shown(out, "D", "X") == [("2026-06-30", "a"), ("2026", "c"), ("", "d")]
    assert out.rows.tolist() == [1, 3, 4]
    assert balance(out) == {"S": (4, 1), "D": (3, 1), "X": (4, 1)}
    assert listed(out) == [("2", "D", "2026-07-01", "row left out", "D lies after the cut")]


def test_a_row_stays_while_one_of_its_dates_does_not_lie_after_the_day():
    out = cut(
        Acts("date", ("A", "B")),
        {"S": ["1", "1"], "A": ["2026-06-01", "2026-07-01"], "B": ["2026-07-02"] * 2},
        A=DATE,
        B=DATE,
    )
    assert shown(out, "A", "B") == [("2026-06-01", "")]
    assert balance(out) == {"S": (2, 1), "A": (2, 1), "B": (2, 2)}


def test_whoever_consented_later_is_not_in():
    out = cut(Acts("subject"), {"S": ["1", "2", "3"], "D": ["2026-09-01"] * 3}, D=DATE)
    assert shown(out, "S", "D") == [("1", "2026-09-01"), ("3", "2026-09-01")]
    assert listed(out)[0][-1] == "its subject gave consent after the cut (register.ICF)"


def test_the_register_keeps_whoever_is_in_whatever_else_it_dates():
    """A death after the cut is blank again, and takes nobody out."""
    columns = {"S": ["1", "2"], "ICF": ["2026-01-05", "2026-07-01"], "DTH": ["2026-09-01", ""]}
    register = form("register", columns, ICF=DATE, DTH=DATE)
    acts = {"register": Acts("date", ("DTH",))}
    how = Cut(DAY, acts=acts, consent=("register", "ICF"), register="register")
    out = cut_form(register, how, {"register": register}.__getitem__)
    assert shown(out, "S", "DTH") == [("1", "")]


def test_undated_rows_follow_their_visit_and_an_undated_visit_those_before_it():
    columns = {"S": ["1"] * 5, "V": ["C1", "C2", "C3", "C9", ""], "D": [""] * 5}
    out = cut(Acts("date", ("D",), visit="V"), columns, ("S", "V"), D=DATE)
    assert shown(out, "V") == [("C1",), ("C9",), ("",)]
    assert {line[-1] for line in listed(out)} == {"its visit lies after the cut"}


def test_an_own_date_decides_before_the_visit_does_and_the_other_way_round():
    columns = {"S": ["1", "1"], "V": ["C1", "C2"], "D": ["2026-07-05", "2026-06-05"]}
    assert shown(cut(Acts("date", ("D",), visit="V"), columns, ("S", "V"), D=DATE), "V") == [("C2",)]
    assert shown(cut(Acts("visit", ("D",), visit="V"), columns, ("S", "V"), D=DATE), "V", "D") == [("C1", "")]


def test_a_period_that_runs_ends_on_the_day_with_its_time_or_is_open():
    columns = {
        "S": ["1"] * 2,
        "D": ["2026-06-29", "2026-06-01"],
        "E": ["2026-07-12", "2026-06-14"],
        "T": ["08:30", "09:00"],
    }
    fields = {
        "D": DATE,
        "E": DATE | {"time": "T"},
        "T": {"type": "time", "format": ("HH:MM",)},
        "FL": {"type": "text", "cut_of": ("E",)},
    }
    ended = cut(Acts("date", ("D",), (("E", "cut"),)), columns, ("S", "D"), **fields)
    assert shown(ended, "E", "FL") == [("2026-06-30", "Y"), ("2026-06-14T09:00", "")]
    assert ended.status["T"].tolist()[0] == ended.status["E"].tolist()[0] == AFTER_CUT
    assert listed(ended) == [("1", "E", "2026-07-12", "ended at the cut", "became known after the cut")]
    assert shown(cut(Acts("date", ("D",), (("E", "open"),)), columns, ("S", "D"), **fields), "E", "FL")[0] == ("", "Y")


def test_what_the_form_would_have_said_is_set_and_counted():
    columns = {
        "S": ["1"] * 3,
        "D": ["2026-06-01"] * 3,
        "E": ["2026-07-01", "2026-07-02", "2026-06-02"],
        "G": ["5", "2", "5"],
        "O": ["N", "", "N"],
    }
    later = (Later("E", (), {"O": "Y"}), Later("E", (Condition("G", "EQ", ("5",)),), {"G": ""}))
    out = cut(Acts("date", ("D",), (("E", "open"),), later=later), columns, ("S", "E"), D=DATE, E=DATE)
    assert shown(out, "E", "G", "O") == [("", "", "Y"), ("", "2", "Y"), ("2026-06-02", "5", "N")]
    assert balance(out)["O"] == (2, 1) and balance(out)["G"] == (3, 1)


def test_nobody_is_asked_about_what_the_cut_takes():
    columns = {"S": ["1", "1"], "D": ["2026-06-01", "2026-07-01"], "N": ["x", "y"], "E": ["2026-07-09", ""]}
    fields = {"D": DATE, "N": {"type": "number"}, "E": DATE | {"latest": "2026-07-01"}}
    out = cut(Acts("date", ("D",), (("E", "open"),)), columns, ("S", "D"), **fields)
    assert [(f.rule, f.row) for f in out.findings] == [("RAW-NUMBER", 1)]


def test_rows_of_another_form_go_with_their_own():
    forms = {
        "register": form("register", REGISTER, ICF=DATE),
        "events": form(
            "events", {"S": ["1", "1"], "NO": ["1", "2"], "D": ["2026-06-01", "2026-07-01"]}, ("S", "NO"), D=DATE
        ),
        "coding": form("coding", {"S": ["1", "1"], "NO": ["2", "1"], "PT": ["Pain", "Cough"]}, ("S", "NO"), "events"),
    }
    acts = {"events": Acts("date", ("D",)), "coding": Acts("date"), "register": Acts("date", ("ICF",))}
    out = cut_form(forms["coding"], Cut(DAY, acts=acts, consent=("register", "ICF")), forms.__getitem__)
    assert shown(out, "NO", "PT") == [("1", "Cough")]


def test_a_form_that_the_cut_does_not_touch_is_the_same():
    columns = {"S": ["1"], "D": ["2026-06-01"]}
    out = cut(Acts("date", ("D",)), columns, D=DATE)
    assert (shown(out, "D"), out.taken, out.out) == ([("2026-06-01",)], None, {})
