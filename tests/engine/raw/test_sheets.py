"""Sheets that no form reads."""

from __future__ import annotations

import openpyxl
import pytest

from onespec.engine.findings import Findings
from onespec.engine.raw.sheets import unread_sheets
from onespec.engine.spec.crf import read_forms

FORM = """  {name}:
    label: {{en: Adverse Events}}
    file: labs/ae.xlsx
    subject: SUBJ
    key: [SUBJ]
    fields:
      SUBJ: {{label: {{en: Subject}}, type: text, page: 1}}
"""


@pytest.fixture
def raw(tmp_path):
    """A workbook: two sheets with cells, one of them hidden; an empty one."""
    book = openpyxl.Workbook()
    book.active.title = "AE"
    book.active.append(["SUBJ"])
    fatal = book.create_sheet("Fatal")
    fatal.append(["SUBJ"])
    fatal.sheet_state = "hidden"
    book.create_sheet("Empty")
    (tmp_path / "raw" / "labs").mkdir(parents=True)
    book.save(tmp_path / "raw" / "labs" / "ae.xlsx")
    return tmp_path / "raw"


def said(raw, *forms: str) -> list[str]:
    (raw.parent / "crf.yaml").write_text("forms:\n" + "".join(forms))
    findings = Findings()
    unread_sheets(read_forms(raw.parent, findings).values(), raw, findings)
    assert not [f for f in findings if f.level != "stop"]
    return [f"{f.rule} {f.file}: {f.message}" for f in findings]


def form(name: str, more: str = "") -> str:
    return FORM.format(name=name) + more


UNREAD = "RAW-EXTRA-SHEET labs/ae.xlsx: No form of crf.yaml reads the hidden sheet 'Fatal'."


def test_a_hidden_sheet_with_cells_is_a_stop(raw):
    assert said(raw, form("ae")) == [UNREAD]
    assert said(raw, form("ae", "    sheet: AE\n")) == [UNREAD]


def test_a_sheet_that_another_form_reads_is_read(raw):
    assert said(raw, form("ae"), form("fatal", "    sheet: Fatal\n")) == []


def test_a_sheet_may_be_declared_unread(raw):
    assert said(raw, form("ae", "    unread_sheets: {Fatal: the coordinator's own list}\n")) == []


def test_what_is_declared_unread_is_there_and_is_not_read(raw):
    sheets = "    unread_sheets: {Fatal: own list, AE: read all the same, Gone: was there once}\n"
    assert said(raw, form("ae", sheets)) == [
        "RAW-SHEET labs/ae.xlsx: There is no sheet 'Gone', which 'unread_sheets' names.",
        "RAW-SHEET labs/ae.xlsx: A form reads the sheet 'AE', which 'unread_sheets' names.",
    ]


def test_a_file_that_is_no_workbook_is_left_to_its_reader(raw):
    (raw / "labs" / "ae.xlsx").write_text("no workbook")
    assert said(raw, form("ae")) == []
