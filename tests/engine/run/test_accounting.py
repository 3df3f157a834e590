"""The account of raw cells: it balances, and what reaches nothing is a stop."""

from __future__ import annotations

import csv
import shutil

import pytest
from breathing import BOTH, add_breathing
from support import SHIPPED, SHIPPED_RAW, StudyCopy

from onespec.engine.columns import as_text, blank
from onespec.engine.findings import Findings
from onespec.engine.raw.account import REFUSED, Account, merge
from onespec.engine.run.accounting import account, report_lost, states
from onespec.engine.run.part import Part
from onespec.engine.spec.verbs import Collected

AE, EVENTS = "spec/sdtm/ae.yaml", "raw/events.csv"


def accounts(other) -> dict[str, tuple]:
    """Field of the events -> filled, carried, used, not submitted, refused, balance."""
    part = other.evaluated()
    found = account(part.forms, part.ledgers, part.plan.study.datasets)
    return {
        name: (a.filled, a.carried, a.used, a.not_submitted, a.refused, a.balance)
        for (form, name), a in found.items()
        if form == "events"
    }


def places(other, form: str) -> dict[str, tuple[dict, dict, dict]]:
    """Field of a form -> where its cells are carried to, used, and by which rule they are refused."""
    part = other.evaluated()
    found = account(part.forms, part.ledgers, part.plan.study.datasets)
    return {name: (a.carried_to, a.used_by, a.refused_by) for (f, name), a in found.items() if f == form}


def held(part: Part) -> dict[tuple[str, str], set[int]]:
    """Form and field -> its rows whose cell stands in a dataset, by the records and the field that each was read from.

    Nothing of the marks on raw cells is looked at.
    """
    out: dict[tuple[str, str], set[int]] = {}
    for (dataset, _), block in part.blocks.items():
        names = {n: v.verb for n, v in part.plan.dataset(dataset).variables.items() if isinstance(v.verb, Collected)}
        for piece in (p for p in block.pieces if p.source in part.forms and p.position is not None):
            for variable, verb in names.items():
                if variable in piece.produced:
                    continue
                filled = ~blank(block.columns[variable])[piece.start : piece.stop]
                for form, field in (f.split(".", 1) for f in verb.references):
                    if form != piece.source:
                        continue
                    read = as_text(piece.fields[field]).tolist() if field in piece.fields else [field] * len(filled)
                    for row, name in zip(
                        piece.position[filled], [n for n, f in zip(read, filled, strict=True) if f], strict=True
                    ):
                        out.setdefault((form, name), set()).add(int(row))
    return out


def falsely_refused(part: Part) -> list[tuple[str, str, int]]:
    """Form, field and row of each cell that is counted as refused and stands in a dataset."""
    out = []
    for (form, name), rows in held(part).items():
        marks = [
            mark
            for ledger in part.ledgers.values()
            for (f, n, _), mark in ledger.marks.items()
            if (f, n) == (form, name)
        ]
        refused = states(part.forms[form], name, marks) == REFUSED
        out += [(form, name, row) for row in sorted(rows) if refused[row]]
    return out


def test_what_becomes_of_the_cells_of_a_form(other):
    assert accounts(other) == {
        "PATIENT": (3, 0, 3, 0, 0, 0),
        "NO": (3, 3, 0, 0, 0, 0),
        "EVENT": (3, 3, 0, 0, 0, 0),
        "TERM": (3, 3, 0, 0, 0, 0),
        "BODY": (3, 3, 0, 0, 0, 0),
        "BEGAN": (3, 3, 0, 0, 0, 0),
        "SERIOUS": (3, 3, 0, 0, 0, 0),
        "MONITOR": (2, 0, 0, 2, 0, 0),
    }


def test_a_refused_value_and_a_used_one(other):
    other.replace(EVENTS, "10/01/2021", "30/02/2021")
    other.replace(
        AE,
        "  AEBODSYS: {collected: events.BODY, dictionary: MEDDRA}",
        "  AEBODSYS: {derived: first_filled, with: {values: [events.BODY]}}",
    )
    found = accounts(other)
    assert (found["BEGAN"], found["BODY"]) == ((3, 2, 0, 0, 1, 0), (3, 0, 3, 0, 0, 0))


def test_where_carried_and_used_cells_went(other):
    found = places(other, "events")
    assert found["BEGAN"] == ({"AE.AESTDTC": 3}, {}, {})
    assert found["PATIENT"] == ({}, {"the form itself": 3}, {})
    assert found["MONITOR"] == ({}, {}, {})
    assert places(other, "inhaler")["FIRST"][0] == {"EX.EXSTDTC": 4}


def test_a_variable_that_uses_what_another_carries_is_not_counted(other):
    other.replace(
        AE,
        "  AEBODSYS: {collected: events.BODY, dictionary: MEDDRA}",
        "  AEBODSYS: {derived: first_filled, with: {values: [events.BODY, events.TERM]}}",
    )
    found = places(other, "events")
    assert (found["BODY"], found["TERM"]) == (({}, {"AE.AEBODSYS": 3}, {}), ({"AE.AEDECOD": 3}, {}, {}))


def test_a_supplemental_qualifier_stands_in_its_own_dataset(other):
    other.append(AE, "supplemental:\n  AEVERB: {label: As Reported, collected: events.EVENT}\n")
    assert places(other, "events")["EVENT"][0] == {"AE.AETERM": 3, "SUPPAE.QVAL (QNAM AEVERB)": 3}


def test_a_value_that_the_step_sets_itself_takes_no_cell(other):
    other.replace(
        AE,
        "  - read: {from: events}",
        "  - read: {from: events, where: {SERIOUS: Y}}\n"
        "  - read: {from: events, where: {SERIOUS: N}, set: {AEBODSYS: Other}}",
    )
    found = accounts(other)
    assert (found["BODY"], found["SERIOUS"]) == ((3, 1, 0, 0, 0, 2), (3, 3, 0, 0, 0, 0))


def test_which_rule_refused_a_cell(other):
    other.replace(EVENTS, "10/01/2021", "30/02/2021")
    other.replace(
        AE,
        "  - read: {from: events}",
        "  - read: {from: events, where: {SERIOUS: Y}}\n"
        "  - refuse: {from: events, where: {SERIOUS: N}, reason: no serious event}",
    )
    found = places(other, "events")
    assert found["BEGAN"] == (
        {"AE.AESTDTC": 1},
        {},
        {"RAW-DATE": 1, "RAW-REFUSED": 1},
    )  # of two rules the first, so that a cell counts once
    assert found["EVENT"] == ({"AE.AETERM": 1}, {}, {"RAW-REFUSED": 2})


def test_rows_that_no_step_takes_are_lost(other):
    other.replace(AE, "read: {from: events}", "read: {from: events, where: {SERIOUS: Y}}")
    found = accounts(other)
    assert found["EVENT"] == (3, 1, 0, 0, 0, 2)
    assert found["SERIOUS"] == (3, 1, 2, 0, 0, 0)  # the condition has looked at it
    assert found["NO"] == (3, 1, 2, 0, 0, 0)  # the form's key


def test_lost_cells_are_a_stop_that_names_the_first(other, capsys):
    other.replace(AE, "read: {from: events}", "read: {from: events, where: {SERIOUS: Y}}")
    assert other.build() == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "STOP  RAW-UNACCOUNTED  events.csv row 1, BEGAN: 2 of 3 filled cells of events.BEGAN reach no dataset; "
        "the first is '10/01/2021'. "
        "Fix: Map these rows, add a 'refuse' step with the reason, or declare the field 'not_submitted'."
    )


def test_a_refuse_step_accounts_for_rows(other):
    other.replace(
        AE,
        "  - read: {from: events}",
        "  - read: {from: events, where: {SERIOUS: Y}}\n"
        "  - refuse: {from: events, where: {SERIOUS: N}, reason: no serious event}",
    )
    assert other.build() == 0
    assert [f.text() for f in other.queries if f.rule == "RAW-REFUSED"] == [
        f"QUERY RAW-REFUSED  events.csv row {row} [subject {subject}]: The row is not mapped to AE: no serious event. "
        "Fix: Ask the site to check the row."
        for row, subject in ((1, "101"), (2, "201"))
    ]
    with (other.out / "reports" / "accounting.csv").open(encoding="utf-8-sig") as file:
        assert {row["balance"] for row in csv.DictReader(file)} == {"0"}


def test_rows_of_unknown_subjects_are_refused_cell_by_cell(other):
    other.append(EVENTS, "999,1,cough,Cough,Chest,20/01/2021,no,\n")
    assert other.build() == 0
    with (other.out / "reports" / "accounting.csv").open(encoding="utf-8-sig") as file:
        rows = {
            row["field"]: (row["filled"], row["refused"], row["balance"])
            for row in csv.DictReader(file)
            if row["form"] == "events"
        }
    assert (rows["EVENT"], rows["MONITOR"]) == (("4", "1", "0"), ("2", "0", "0"))


def test_accounts_of_parts_add_up():
    into = {("f", "X"): Account(3, carried=2, lost=[(1, "a")], carried_to={"A.X": 2})}
    merge(
        into,
        {
            ("f", "X"): Account(2, carried=1, used=1, lost=[(9, "b")], carried_to={"A.X": 1, "A.Y": 1}),
            ("f", "Y"): Account(1, refused=1),
        },
    )
    assert into[("f", "X")] == Account(5, carried=3, used=1, lost=[(1, "a"), (9, "b")], carried_to={"A.X": 3, "A.Y": 1})
    assert into[("f", "X")].balance == 1 and into[("f", "Y")].balance == 0


@pytest.mark.parametrize("carried", [2, 3])
def test_only_what_is_lost_is_reported(carried):
    findings = Findings()
    report_lost({("f", "X"): Account(3, carried=carried, lost=[("f.csv", 7, "x")])}, findings)
    assert [(f.rule, f.file, f.row) for f in findings] == ([] if carried == 3 else [("RAW-UNACCOUNTED", "f.csv", 7)])


# -- a row is judged over all steps of its dataset ----------------------------------------------------

ROWS = "101,SCREENING,04/01/2021,410,\n101,WEEK 2,18/01/2021,,3.1\n101,WEEK 4,01/02/2021,,\n"
ONE_EMPTY = [("ROW-EMPTY", 3, "RE")]


def told(study: StudyCopy) -> list[tuple[str, int | None, str]]:
    return [(f.rule, f.row, f.dataset) for f in study.queries if f.file == "breathing.csv"]


def test_a_row_of_which_another_step_makes_a_record_is_not_empty(other):
    study = add_breathing(other, ROWS)
    assert study.build() == 0
    assert told(study) == ONE_EMPTY
    part = study.evaluated()
    found = account(part.forms, part.ledgers, part.plan.study.datasets)
    counts = {name: (a.filled, a.carried, a.used, a.refused) for (f, name), a in found.items() if f == "breathing"}
    assert counts == {
        "PATIENT": (3, 0, 2, 1),
        "VISIT": (3, 0, 2, 1),
        "MEASURED": (3, 2, 0, 1),
        "PEF": (1, 1, 0, 0),
        "FEV1": (1, 1, 0, 0),
    }


@pytest.mark.parametrize(
    ("steps", "rows", "expected"),
    [
        (  # a step of another kind makes the record of the empty row
            BOTH + "\n  - read: {from: breathing, where: {PEF: '', FEV1: ''},"
            " set: {REORRES: '', RETESTCD: REALL, RETEST: All Tests}}",
            ROWS,
            [],
        ),
        (  # it is refused by name: once
            BOTH + "\n  - refuse: {from: breathing, where: {PEF: '', FEV1: ''}, reason: nothing was done}",
            ROWS,
            [("RAW-REFUSED", 3, "RE")],
        ),
        (  # two tables of tests for the names in one field
            "  - read_tests: {from: breathing, tests: flow, test: VISIT, result: PEF}\n"
            "  - read_tests: {from: breathing, tests: volume, test: VISIT, result: FEV1}",
            "101,PEF,04/01/2021,410,\n101,FEV1,18/01/2021,,3.1\n101,FEV1,01/02/2021,,\n",
            [("RESULT-BLANK", 3, "RE")],
        ),
    ],
)
def test_other_steps_of_the_dataset_count(other, steps, rows, expected):
    study = add_breathing(other, rows, steps)
    assert study.build() == 0
    assert told(study) == expected


def test_a_cell_that_stands_in_a_dataset_is_never_counted_as_refused(other, tmp_path):
    shipped = StudyCopy(tmp_path / "shipped")
    shutil.copytree(SHIPPED, shipped.spec)
    shutil.copytree(SHIPPED_RAW, shipped.raw)
    parts = [shipped.evaluated(), add_breathing(other, ROWS).evaluated()]
    assert sum(len(rows) for part in parts for rows in held(part).values()) > 10_000
    assert [cell for part in parts for cell in falsely_refused(part)] == []


def test_a_cell_that_another_dataset_carries_is_not_refused(other):
    """Of two datasets that read one form, one has no result in a row: the other one's cells stay carried."""
    steps = BOTH.replace("tests: volume", "where: {VISIT: WEEK 4}, tests: volume")
    study = add_breathing(other, ROWS, steps)
    other.replace(
        AE,
        "  - read: {from: events}",
        "  - read: {from: events}\n  - read: {from: breathing, where: {FEV1: {NE: ''}}, set: {AETERM: X}}",
    )
    other.replace(AE, "AESTDTC: {collected: events.BEGAN}", "AESTDTC: {collected: [events.BEGAN, breathing.MEASURED]}")
    other.replace(AE, "AEDECOD: {collected: events.TERM", "AEDECOD: {collected: [events.TERM, breathing.FEV1]")
    part = study.evaluated()
    assert held(part)["breathing", "MEASURED"] == {0, 1}
    assert falsely_refused(part) == []
