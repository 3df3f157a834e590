"""Sheets that no form reads."""

from __future__ import annotations

import openpyxl
import pytest
from odm import clinical, defined, element, occurrence, odm

from onespec.engine.findings import Findings
from onespec.engine.raw.sheets import unread_sheets
from onespec.engine.spec.crf import read_forms

FORM = """  {name}:
    label: {{en: Adverse Events}}
    file: labs/ae.{kind}
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


def said_of(raw, *forms: str) -> list[str]:
    (raw.parent / "crf.yaml").write_text("forms:\n" + "".join(forms))
    findings = Findings()
    unread_sheets(read_forms(raw.parent, findings).values(), raw, findings)
    assert not [f for f in findings if f.level != "stop"]
    return [f"{f.rule} {f.file}: {f.message}" for f in findings]


def form(name: str, more: str = "", kind: str = "xlsx") -> str:
    return FORM.format(name=name, kind=kind) + more


UNREAD = "RAW-EXTRA-SHEET labs/ae.xlsx: No form of crf.yaml reads the hidden sheet 'Fatal'."


def test_a_hidden_sheet_with_cells_is_a_stop(raw):
    assert said_of(raw, form("ae")) == [UNREAD]
    assert said_of(raw, form("ae", "    sheet: AE\n")) == [UNREAD]


def test_a_sheet_that_another_form_reads_is_read(raw):
    assert said_of(raw, form("ae"), form("fatal", "    sheet: Fatal\n")) == []


def test_a_sheet_may_be_declared_unread(raw):
    assert said_of(raw, form("ae", "    unread_sheets: {Fatal: the coordinator's own list}\n")) == []


def test_what_is_declared_unread_is_there_and_is_not_read(raw):
    sheets = "    unread_sheets: {Fatal: own list, AE: read all the same, Gone: was there once}\n"
    assert said_of(raw, form("ae", sheets)) == [
        "RAW-SHEET labs/ae.xlsx: There is no sheet 'Gone', which 'unread_sheets' names.",
        "RAW-SHEET labs/ae.xlsx: A form reads the sheet 'AE', which 'unread_sheets' names.",
    ]


def test_a_file_that_is_no_workbook_is_left_to_its_reader(raw):
    (raw / "labs" / "ae.xlsx").write_text("no workbook")
    assert said_of(raw, form("ae")) == []


def test_what_an_odm_file_holds_besides_is_a_stop(raw):
    said = element("ItemData", element("Annotation", element("Comment", "why")), ItemOID="T", Value="a", v_Seen="Yes")
    queried = element("ItemGroupData", said, element("v:Query"), ItemGroupOID="VS")
    event = element("StudyEventData", element("FormData", queried, FormOID="F"), StudyEventOID="SE")
    data = clinical(occurrence({"T": "a"}, "1", "SE", "F", "AE"), element("SubjectData", event, SubjectKey="1"))
    text = odm(defined({"AE": ["T"], "CM": ["T"]}), element("ReferenceData"), data, element("AdminData"))
    (raw / "labs" / "ae.xml").write_text(text)
    group = "    sheet: AE\n"
    names = ["element 'ReferenceData'", "element 'Annotation'", "element 'ItemData/v:Seen'", "element 'v:Query'"]
    stops = [f"RAW-EXTRA-SHEET labs/ae.xml: No form of crf.yaml reads the {what}." for what in names]
    unread = "RAW-EXTRA-SHEET labs/ae.xml: No form of crf.yaml reads the item group 'VS'."
    assert sorted(said_of(raw, form("ae", group, "xml"))) == sorted([*stops, unread])
    because = '{VS: later, Annotation: no data, v:Query: none, "ItemData/v:Seen": a mark, ReferenceData: ranges, CM: x}'
    assert said_of(raw, form("ae", f"{group}    unread_sheets: {because}\n", "xml")) == []


def test_an_odm_file_that_cannot_be_read_is_left_to_its_reader(raw):
    (raw / "labs" / "ae.xml").write_text("no xml")
    assert said_of(raw, form("ae", "    sheet: AE\n", "xml")) == []


def test_a_form_of_an_odm_file_names_its_item_group(raw):
    (raw.parent / "crf.yaml").write_text("forms:\n" + form("ae", "", "xml"))
    findings = Findings()
    read_forms(raw.parent, findings)
    assert [f.text() for f in findings] == [
        "STOP  SPEC-MISSING  crf.yaml:2: Form 'ae' reads an ODM file, and names no item group of it. "
        "Fix: Write its OID: 'sheet: IG.AE'."
    ]
