"""No cell of our CSV is a formula, and no value tears a row."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ROOT

from onespec.engine.build.outputs import write_findings
from onespec.engine.csv_text import csv_text, safe
from onespec.engine.findings import Finding


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+cmd|' /C calc'!A0", "'=1+cmd|' /C calc'!A0"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("+1 234 567", "'+1 234 567"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "\\t=1"),
        ("\r\n=1", "\\r\\n=1"),
        ("＝1", "'＝1"),
        ("-", "'-"),
        ("-2.5", "-2.5"),
        ("+3", "+3"),
        ("-1e-3", "-1e-3"),
        ("2026-05-01", "2026-05-01"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_text_is_never_computed(cell, written):
    assert safe(cell) == written


def test_numbers_stay_numbers_and_none_is_blank():
    assert csv_text(["A", "B", "C"], [[-2.5, None, "-2.5"], [3, "", "x, y"]]) == 'A,B,C\n-2.5,,-2.5\n3,,"x, y"\n'


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_a_row_is_a_line(rows):
    written = csv_text(["A", "B"], rows)
    assert written.count("\n") == len(rows) + 1 and "\r" not in written
    read = list(csv.reader(io.StringIO(written, newline="")))[1:]
    assert [len(row) for row in read] == [2] * len(rows)
    assert not any(cell.lstrip()[:1] in tuple("=@＝") and cell.strip() for row in read for cell in row)


def test_queries_of_hostile_values(tmp_path):
    path = tmp_path / "queries.csv"
    write_findings(path, [Finding("RAW-CODE", "query", "a\rb", file="x.csv", row=1, value="=cmd|' /C calc'!A0\r2")])
    [row] = csv.DictReader(path.open(encoding="utf-8-sig", newline=""))
    assert (row["message"], row["value"], row["row"]) == ("a\\rb", "'=cmd|' /C calc'!A0\\r2", "1")


def test_every_csv_for_people_has_this_writer():
    """Seeded errors write raw files and tables of a specification anew, answers of a coder its tables: no reports."""
    wanted = {"engine/csv_text.py", "qc/power/errors.py", "trial/coding_answers.py"}
    rooms = ("engine", "sdtm", "adam", "define", "conformance", "qc", "results", "pages", "trial", "onespec", "cli")
    found = {
        path.relative_to(ROOT).as_posix()
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if any(call in path.read_text(encoding="utf-8") for call in ("csv.writer(", "csv.DictWriter(", ".to_csv("))
    }
    assert found == wanted
