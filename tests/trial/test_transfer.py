"""Two exports compared, at the command line and in Python."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from support import contents

import onespec
from onespec.cli.main import main

SECOND = "101,Budesonide,4,02/02/2021,20/02/2021\n"


@pytest.fixture
def raws(other) -> tuple[Path, Path]:
    """The export of the other study, and a copy of it that a test may change."""
    shutil.copytree(other.raw, other.folder / "new")
    return other.raw, other.folder / "new"


@pytest.fixture
def edit(other):
    """Change one place of a file of the new export."""
    return lambda file, old, new: other.replace(f"new/{file}", old, new)


def run(other, raws, *more: str) -> int:
    return main(["transfer", *map(str, raws), "--study", str(other.spec), "--out", str(other.out), *more])


def told(other, raws, capsys, *more: str) -> dict:
    assert run(other, raws, "--json", *more) == 0
    return json.loads(capsys.readouterr().out)


def listed(facts: dict, *names: str) -> list[tuple]:
    return [tuple(each[name] for name in names) for each in facts["differences"]]


def test_the_same_export(other, raws, capsys):
    assert run(other, raws) == 0
    out = capsys.readouterr().out
    assert "Both exports say the same." in out and "Endpoints: all as they were." in out
    assert told(other, raws, capsys)["differences"] == []


def test_a_row_deleted_in_the_middle_is_one_row_gone_and_one_record(other, raws, edit, capsys):
    edit("inhaler.csv", SECOND, "")
    facts = told(other, raws, capsys)
    assert listed(facts, "kind", "form", "dataset", "row_old", "row_new", "subject", "name")[-1] == (
        "row gone",
        "inhaler",
        "",
        2,
        None,
        "101",
        "101 / 2021-02-02",
    )
    kinds = [kind for (kind,) in listed(facts, "kind")]
    assert kinds.count("row gone") == kinds.count("record gone") == 1 and "cell changed" not in kinds
    assert facts["forms"]["inhaler"] == {
        "old": 4,
        "new": 3,
        "same": 3,
        "changed": 0,
        "written_otherwise": 0,
        "added": 0,
        "gone": 1,
        "cells_changed": {},
    }
    assert facts["datasets"]["EX"]["gone"] == 1
    assert facts["datasets"]["ADSL"]["values_changed"] == {"TRTEDT": 1}


def test_a_changed_cell_and_what_it_reaches(other, raws, edit, capsys):
    edit("events.csv", "hoarse voice,", "hoarse voice ,")
    edit("events.csv", "yes", "no")
    facts = told(other, raws, capsys)
    assert listed(facts, "kind", "dataset", "subject", "field", "old", "new") == [
        ("value changed", "AE", "201", "AESER", "Y", "N"),
        ("cell written otherwise", "", "101", "EVENT", "hoarse voice", "hoarse voice "),
        ("cell changed", "", "201", "SERIOUS", "yes", "no"),
    ]


def test_a_changed_key_is_another_record(other, raws, edit, capsys):
    """The row is found again by its own key, which is another one than that of the dataset."""
    edit("events.csv", "Dysphonia", "Voice change")
    facts = told(other, raws, capsys)
    assert [each for each in listed(facts, "kind", "dataset", "name") if each[1] in ("AE", "")] == [
        ("record gone", "AE", "Dysphonia / 2021-01-10 / 1"),
        ("record new", "AE", "Voice change / 2021-01-10 / 1"),
        ("cell changed", "", "101 / 1"),
    ]


def test_the_exports_alone(other, raws, edit, capsys):
    edit("events.csv", "hoarse voice", "cough")
    assert run(other, raws, "--no-reach") == 0
    out = capsys.readouterr().out
    assert "not asked for" in out and "Forms: 1 differs, 3 are the same; 1 cell changed" in out
    assert not other.out.exists() and "Endpoints" not in out


def test_neither_the_outputs_nor_anything_beside_them_changes(other, raws, edit):
    assert other.build() == 0
    edit("events.csv", "hoarse voice", "cough")
    before = contents(other.folder)
    assert run(other, raws) == 0
    assert contents(other.folder) == before


def test_a_row_of_an_unknown_subject_and_a_row_typed_twice(other, raws, edit, capsys):
    edit("inhaler.csv", SECOND, SECOND.replace("101", "999") + SECOND + SECOND)
    facts = told(other, raws, capsys)
    rows = [each[1:] for each in listed(facts, "kind", "row_new", "subject", "name") if each[0] == "row new"]
    assert rows == [(2, "999", "999 / 2021-02-02"), (4, "101", "101 / 2021-02-02 #2")]


def test_files_and_columns_of_one_export(other, raws, edit, capsys):
    """A build of the new one has stops; what can be compared is compared all the same."""
    edit("events.csv", ",MONITOR", ",MONITOR,EXTRA")
    path = raws[1] / "events.csv"
    text = path.read_text().replace("yes,ok", "no,ok,x").replace("no,\n", "no,,\n").replace("no,ok\n", "no,ok,\n")
    path.write_text(text)
    (raws[1] / "more.csv").write_text("A\n1\n")
    assert run(other, raws, "--json") == 1
    facts = json.loads(capsys.readouterr().out)
    assert facts["columns"] == {"gone": [], "new": [{"file": "events.csv", "column": "EXTRA"}]}
    assert facts["files"] == {"gone": [], "new": ["more.csv"]}
    assert [(f["rule"], f["file"]) for f in facts["findings"]] == [
        ("RAW-EXTRA-COLUMN", str(raws[1] / "events.csv")),
        ("RAW-EXTRA-FILE", str(raws[1] / "more.csv")),
    ]
    assert listed(facts, "kind", "field", "old", "new")[2:] == [("cell changed", "SERIOUS", "yes", "no")]
    assert facts["reach"].startswith("What the change reaches is not known") and not facts["complete"]


@pytest.mark.parametrize("number", [0, 1])
def test_an_export_that_cannot_be_read_gives_the_findings_of_a_build(number, other, raws, capsys):
    (raws[number] / "events.csv").write_bytes("PATIENT\n101,é\n".encode("latin-1"))
    assert run(other, raws) == 1
    out = capsys.readouterr().out
    assert f"STOP  RAW-ENCODING  {raws[number] / 'events.csv'}" in out
    assert "Forms that could not be compared: 1 (events)." in out and "Traceback" not in out


def test_a_stop_that_only_a_build_finds(other, raws, edit, capsys):
    edit("events.csv", "20/01/2021,yes", "20/01/2021,perhaps")
    assert run(other, raws) == 1
    out = capsys.readouterr().out
    assert f"STOP  RAW-CODE  {raws[1] / 'events.csv'} row 3, SERIOUS" in out and "1 cell changed" in out


def test_a_folder_that_is_not_there(other, raws, capsys):
    assert run(other, (raws[0], raws[1] / "no")) == 2
    assert "there is no folder" in capsys.readouterr().err


def test_page_and_table(other, raws, edit, capsys, tmp_path):
    edit("events.csv", "hoarse voice", "=1+1<script> ")
    page, table = tmp_path / "t.html", tmp_path / "t.csv"
    for _ in range(2):  # a second time they take the place of the first
        assert run(other, raws, "--html", str(page), "--csv", str(table)) == 0
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text and "=1+1&lt;script&gt;" in text and "␣" in text and "://" not in text
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["kind"], r["field"], r["old"], r["new"]) for r in rows] == [
        ("value changed", "AETERM", "hoarse voice", "'=1+1<script>"),
        ("cell changed", "EVENT", "hoarse voice", "'=1+1<script> "),
    ]
    (tmp_path / "mine.csv").write_text("my table\n")
    assert run(other, raws, "--csv", str(tmp_path / "mine.csv")) == 2
    assert (tmp_path / "mine.csv").read_text() == "my table\n"


def test_the_outputs_serve_where_they_are_those_of_an_export(other, raws, edit, monkeypatch):
    assert other.build() == 0
    edit("events.csv", "hoarse voice", "cough")
    built = []
    original = onespec.Study.build
    monkeypatch.setattr(
        onespec.Study, "build", lambda self, **given: (built.append(self.raw), original(self, **given))[1]
    )
    done = onespec.open(other.spec, other.raw, other.out).transfer(*raws)
    assert built == [raws[1]] and done.complete
    assert [e.new for d in done.transfer.datasets for e in d.values] == ["cough"]


def test_an_empty_folder_is_an_export_without_files(other, raws, capsys, tmp_path):
    assert run(other, (raws[0], tmp_path / "empty")) == 2
    (tmp_path / "empty").mkdir()
    assert run(other, (raws[0], tmp_path / "empty"), "--no-reach") == 1
    out = capsys.readouterr().out
    assert "Files gone: 4" in out and "RAW-FILE" in out
