"""A build beside a register of queries."""

from __future__ import annotations

import csv
import json
import re

import pytest
from support import contents

from onespec.cli.main import main
from onespec.engine.build.asking import stand
from onespec.engine.queries import Identity, id_of
from onespec.engine.spec.query_register import Entry, Register, Transfer
from onespec.trial.questions import chinese

ABOUT = Identity("visits", "01 / WEEK 1", "VISDAT", "CHECK-WINDOW", "2026-01-28")
REPORTS = {"reports/queries.csv", "reports/queries.json", "run.json"}
ACCEPTED = "status: accepted\n    reason: Lost at the site.\n    by: A. B.\n    date: 2021-04-01"


def rows(study) -> list[dict[str, str]]:
    with (study.out / "reports" / "queries.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def places(study) -> list[str]:
    return ["--study", str(study.spec), "--raw", str(study.raw), "--out", str(study.out)]


def update(study, *more: str) -> int:
    return main(["queries", "--update", *more, *places(study)])


def entry(about: Identity, status: str, **more: str) -> Entry:
    said = {"subject": "01", "message": "Late.", "first_seen": "2027-03", "last_seen": "2027-03", "status": status}
    return Entry(id_of(about), *about, **(said | more))


@pytest.mark.parametrize(
    ("known", "now", "found"),
    [
        ("open", "Late.", "open"),
        ("answered", "Late.", "answered"),
        ("accepted", "Late.", "accepted"),
        ("accepted", "Otherwise.", "open"),
        ("closed", "Late.", "open"),
    ],
)
def test_how_a_query_stands(known, now, found):
    query = stand({ABOUT: now}, Register((), (entry(ABOUT, known, reason="x", answer="y"),)))[ABOUT]
    assert (query.id, query.status, query.first_seen, query.is_new) == (id_of(ABOUT), found, "2027-03", False)


def test_without_a_register_nothing_is_new():
    query = stand({ABOUT: "Late."}, None)[ABOUT]
    assert (query.status, query.first_seen, query.is_new, query.earlier) == ("open", "", False, "")


def test_a_new_query_names_the_one_that_was_seen_last_in_its_cell():
    register = Register(
        (Transfer("b", "1"), Transfer("a", "2")),
        (
            entry(ABOUT, "accepted", reason="x", last_seen="b"),
            entry(ABOUT._replace(value="2026-01-29"), "closed", answer="x", last_seen="a"),
            entry(ABOUT._replace(value="2026-01-30"), "closed", last_seen="a"),
        ),
    )
    now = ABOUT._replace(value="2026-01-31")
    query = stand({now: "Late."}, register)[now]
    assert query.is_new and query.earlier == id_of(ABOUT._replace(value="2026-01-29"))


def test_the_queries_of_a_build_have_ids_and_names_of_rows(other_done):
    [row] = rows(other_done)
    known = {"id": "Q-6540d6e5", "form": "inhaler", "row_name": "102 / 2021-01-06", "field": "LAST"}
    assert row.items() >= (known | {"row": "3", "status": "open", "first_seen": ""}).items()
    [facts] = json.loads((other_done.out / "reports" / "queries.json").read_text(encoding="utf-8"))["queries"]
    assert (facts["id"], facts["value"]) == ("Q-6540d6e5", "UN/02/2021")


def test_a_row_that_moves_keeps_its_query(other_done):
    text = (other_done.raw / "inhaler.csv").read_text().splitlines(keepends=True)
    (other_done.raw / "inhaler.csv").write_text("".join([text[0], *text[:0:-1]]))
    before = rows(other_done)
    assert other_done.build() == 0
    after = rows(other_done)
    assert before[0]["row"] != after[0]["row"] and before[0]["id"] == after[0]["id"]


def test_no_register_changes_data(other_done, capsys):
    """Whatever people say of queries, datasets, define.xml, lineage and accounting are the same bytes."""
    before = contents(other_done.out)
    assert update(other_done) == 0
    register = (other_done.spec / "queries.yaml").read_text(encoding="utf-8")
    for said in ("status: open", ACCEPTED, "status: answered\n    answer: 2021-02-28", "status: closed"):
        (other_done.spec / "queries.yaml").write_text(register.replace("status: open", said), encoding="utf-8")
        assert other_done.build() == 0
        after = contents(other_done.out)
        assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} <= REPORTS
        assert rows(other_done) != [] or said == ACCEPTED
    (other_done.spec / "queries.yaml").unlink()
    assert other_done.build() == 0 and contents(other_done.out) == before


def test_an_accepted_query_is_silent_and_counted(other_done, capsys):
    assert update(other_done, "--transfer", "2021-03") == 0
    other_done.replace("spec/queries.yaml", "status: open", ACCEPTED)
    other_done.append("raw/inhaler.csv", "201,Budesonide,-2,16/02/2021,17/02/2021\n")
    capsys.readouterr()
    assert main(["build", "--json", *places(other_done)]) == 0
    found = [f["id"] for f in json.loads(capsys.readouterr().out)["findings"]]
    assert [row["id"] for row in rows(other_done)] == found and len(found) == 1
    (other_done.spec / "study.yaml").open("a").write("# a change\n")
    assert main(["build", *places(other_done)]) == 0
    said = capsys.readouterr().out
    assert "Queries for data management: 1 (1 RAW-RANGE), in " in said
    assert "Queries: 2 (1 open, 1 accepted), 1 new since the register; 'onespec queries --update'" in said


def test_nothing_to_do_tells_the_same_ids(other_done, capsys):
    assert main(["build", "--json", *places(other_done)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["up_to_date"] and [f["id"] for f in told["findings"]] == ["Q-6540d6e5"]


def test_a_register_that_is_not_as_it_must_be_stops_check_and_build(other_done, capsys):
    assert update(other_done) == 0
    before = contents(other_done.out)
    other_done.replace("spec/queries.yaml", "status: open", "status: opened")
    assert other_done.build() == 1
    assert main(["check", "--study", str(other_done.spec)]) == 1
    said = capsys.readouterr().err
    assert (
        said.count("QUERY-REGISTER  queries.yaml:16: 'opened' is no status of a query. Fix: Did you mean 'open'?") == 2
    )
    assert contents(other_done.out) == before


def test_the_register_is_brought_up_to_what_stands_here(other_done, capsys):
    other_done.append("raw/inhaler.csv", "102,Placebo,2,01/03/2021,UN/03/2021\n")
    assert update(other_done) == 2
    assert "the outputs were built from other inputs than those here (raw/inhaler.csv); build again." in (
        capsys.readouterr().err
    )
    assert not (other_done.spec / "queries.yaml").exists()


def test_the_queries_of_the_study_that_ships_are_told_apart(built):
    """Each has an id of its own, the key of its row, and its Chinese."""
    facts = json.loads((built / "reports" / "queries.json").read_text(encoding="utf-8"))["queries"]
    assert len({f["id"] for f in facts}) == len(facts) > 50 and {len(f["id"]) for f in facts} == {10}
    assert [f["row"] for f in facts if re.fullmatch(r"row \d+", f["row"])] == []
    doubled = [f["row"] for f in facts if " #" in f["row"]]  # a medicine that the export has twice
    assert len(doubled) <= 1
    assert [f["message"] for f in facts if not chinese(f["said"], f["value"], {})] == []
