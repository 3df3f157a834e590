"""Exports of other formats are compared like CSV: ODM, workbooks, files of several forms, renamed columns."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from odm import of_tables
from support import StudyCopy

import onespec
from onespec.trial.transfer import HEAD, differences

FORMS = ("enrol", "inhaler", "events", "peak_flow")
SECOND = "101,Budesonide,4,02/02/2021,20/02/2021\n"
SEEN = ("kind", "form", "file", "row_old", "row_new", "field", "old", "new")


def told(study: StudyCopy, new: Path) -> list[tuple]:
    done = onespec.open(study.spec, study.raw, study.out).transfer(study.raw, new, reach=False)
    assert done.complete, done.text()
    return [tuple(dict(zip(HEAD, each, strict=True))[n] for n in SEEN) for each in differences(done.transfer)]


@pytest.fixture
def new(other) -> Path:
    """The export with a row less and another cell."""
    folder = other.folder / "new"
    shutil.copytree(other.raw, folder)
    other.replace("new/inhaler.csv", SECOND, "")
    other.replace("new/events.csv", "oral thrush", "thrush")
    return folder


def test_odm(other, new):
    for folder in (other.raw, new):
        files = {name: folder / f"{name}.csv" for name in FORMS}
        (folder / "export.xml").write_text(of_tables(files, "PATIENT"), encoding="utf-8")
        for file in files.values():
            file.unlink()
    for name in FORMS:
        aside = "" if name == "enrol" else "    ignore: {ItemGroupRepeatKey: it numbers the rows of a subject}\n"
        old = f"    file: {name}.csv\n    encoding: utf-8\n"
        other.replace("spec/crf.yaml", old, f"    file: export.xml\n    sheet: IG.{name}\n{aside}")
    for file in other.spec.rglob("*.yaml"):
        file.write_text(file.read_text(encoding="utf-8").replace("PATIENT", "SubjectKey"), encoding="utf-8")
    assert told(other, new) == [
        ("row gone", "inhaler", "export.xml", 2, None, "", "", ""),
        ("cell changed", "events", "export.xml", 2, 2, "EVENT", "oral thrush", "thrush"),
    ]


def test_workbook(other, new):
    for folder in (other.raw, new):
        book = openpyxl.Workbook()
        for line in (folder / "inhaler.csv").read_text().splitlines():
            book.active.append([int(c) if c.isdigit() else c for c in line.split(",")])
        book.save(folder / "inhaler.xlsx")
        (folder / "inhaler.csv").unlink()
    other.replace("spec/crf.yaml", "    file: inhaler.csv\n    encoding: utf-8\n", "    file: inhaler.xlsx\n")
    assert told(other, new) == [
        ("row gone", "inhaler", "inhaler.xlsx", 2, None, "", "", ""),
        ("cell changed", "events", "events.csv", 2, 2, "EVENT", "oral thrush", "thrush"),
    ]


def test_another_encoding(other, new):
    path = other.raw / "events.csv"
    path.write_bytes(path.read_bytes().replace(b"oral thrush", "口腔 thrush".encode("gb18030")))
    other.replace("new/events.csv", "thrush", "口腔 thrush!", "gb18030")
    other.replace(
        "spec/crf.yaml", "    file: events.csv\n    encoding: utf-8", "    file: events.csv\n    encoding: gb18030"
    )
    assert told(other, new)[-1][-2:] == ("口腔 thrush", "口腔 thrush!")


def test_a_column_that_has_another_name_now(other, new):
    """Its earlier name is declared; the column is told, its cells are compared."""
    other.replace("new/events.csv", "EVENT", "AE_TERM")
    other.replace(
        "spec/crf.yaml",
        "EVENT:   {label: {en: Event}, type: text",
        "EVENT:   {was: [AE_TERM], label: {en: Event}, type: text",
    )
    assert told(other, new) == [
        ("column gone", "", "events.csv", None, None, "EVENT", "", ""),
        ("column new", "", "events.csv", None, None, "AE_TERM", "", ""),
        ("row gone", "inhaler", "inhaler.csv", 2, None, "", "", ""),
        ("cell changed", "events", "events.csv", 2, 2, "EVENT", "oral thrush", "thrush"),
    ]


def test_files_of_one_pattern(other, new):
    """A form of several files: a row that moved to another file is the same row."""
    head, *rows = (new / "events.csv").read_text().splitlines(keepends=True)
    (new / "events.csv").write_text(head + rows[0])
    (new / "events_2.csv").write_text(head + "".join(rows[1:]))
    other.replace("spec/crf.yaml", "file: events.csv", 'file: "events*.csv"')
    assert told(other, new) == [
        ("file new", "", "events_2.csv", None, None, "", "", ""),
        ("row gone", "inhaler", "inhaler.csv", 2, None, "", "", ""),
        ("cell changed", "events", "events_2.csv", 2, 1, "EVENT", "oral thrush", "thrush"),
    ]
