"""The forms in which NCI EVS delivers a package give the same package; what is no package is a finding."""

from __future__ import annotations

import csv
import io

import pytest

from onespec.conformance.terminology.read import read_terminology
from onespec.engine.findings import Findings
from onespec.engine.spec.terminology import PublishedCodelist, PublishedTerm

from .shapes import HEADER, ROWS, excel_form, text_form, xml_form

EXPECTED = {
    "C66731": PublishedCodelist(
        "C66731",
        "Sex",
        "SEX",
        False,
        {
            "F": PublishedTerm("F", "C16576", "Female", ("Female",)),
            "M": PublishedTerm("M", "C20197", "Male", ("Male",)),
        },
    ),
    "C71620": PublishedCodelist(
        "C71620",
        "Unit",
        "UNIT",
        True,
        {
            "mg": PublishedTerm("mg", "C28253", "Milligram", ("Milligram",)),
            "umol/L": PublishedTerm(
                "umol/L", "C48508", "Micromole per Liter", ("Micromole per Liter", "mmol/m3", "nmol/mL")
            ),
        },
    ),
    "C65047": PublishedCodelist(
        "C65047",
        "Laboratory Test Code",
        "LBTESTCD",
        True,
        {"HGB": PublishedTerm("HGB", "C64848", "Hemoglobin Measurement", ("Hemoglobin", "Hgb"))},
    ),
    "C67154": PublishedCodelist(
        "C67154",
        "Laboratory Test Name",
        "LBTEST",
        True,
        {"Hemoglobin": PublishedTerm("Hemoglobin", "C64848", "Hemoglobin Measurement", ("Hemoglobin", "Hgb"))},
    ),
}


def library_csv() -> bytes:
    """CDISC Library's export: commas, and a column with standard and date."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([(*HEADER, "Standard and Date"), *((*row, "SDTM CT 2025-03-28") for row in ROWS)])
    return out.getvalue().encode()


def read(folder, name: str, data: bytes):
    (folder / name).write_bytes(data)
    findings = Findings()
    return read_terminology(folder / name, findings), [f.text() for f in findings]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("SDTM Terminology.odm.xml", xml_form()),
        ("SDTM Terminology 2025-03-28.txt", text_form()),
        ("SDTM Terminology.xlsx", excel_form()),
        ("sdtm.csv", library_csv()),
        ("SDTM Terminology 2025-03-28 (1).dat", text_form(encoding="utf-8-sig")),
        ("renamed.txt", excel_form()),
    ],
    ids=["odm", "text", "excel", "library", "byte order mark", "told by content, not by name"],
)
def test_every_form_gives_the_same_package(tmp_path, name, data):
    package, faults = read(tmp_path, name, data)
    assert faults == []
    assert package.codelists == EXPECTED
    assert (package.file, package.standard, package.date) == (name, "SDTM", "2025-03-28")


def test_a_file_of_another_name_does_not_say_its_date(tmp_path):
    package, _ = read(tmp_path, "ct.txt", text_form())
    assert (package.standard, package.date) == ("", "")


def test_a_term_that_excel_keeps_as_a_number_is_text(tmp_path):
    rows = (HEADER, ROWS[0], ("C1", "C66731", "", "Sex", 2, "", "", "Two"))
    package, _ = read(tmp_path, "t.xlsx", excel_form(rows))
    assert list(package.codelists["C66731"].terms) == ["2"]


def without(column: str, rows=(HEADER, *ROWS)):
    at = HEADER.index(column)
    return [row[:at] + row[at + 1 :] for row in rows]


AGAIN = "Fix: Download the package again."


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "notes.txt",
            b"A letter.\n",
            [
                "STOP  CT-FORM  notes.txt: The file is none of the forms of a terminology package. "
                "Fix: Download 'SDTM Terminology' as .odm.xml, .txt or .xls from NCI EVS."
            ],
        ),
        (
            "empty.txt",
            b"",
            [
                "STOP  CT-FORM  empty.txt: The file is none of the forms of a terminology package. "
                "Fix: Download 'SDTM Terminology' as .odm.xml, .txt or .xls from NCI EVS."
            ],
        ),
        (
            "ct.txt",
            text_form(encoding="utf-16"),
            [
                "STOP  CT-ENCODING  ct.txt: The text is UTF-16, not UTF-8. Fix: Download the file again, or save "
                "it as UTF-8."
            ],
        ),
        (
            "ct.txt",
            text_form(without("Codelist Code")),
            [f"STOP  CT-COLUMN  ct.txt:1: The column 'Codelist Code' is missing. {AGAIN}"],
        ),
        (
            "ct.xlsx",
            excel_form([tuple("Codelist Extensible" if c == HEADER[2] else c for c in HEADER), *ROWS]),
            [
                "STOP  CT-COLUMN  ct.xlsx:1: The column 'Codelist Extensible (Yes/No)' is missing. Fix: Is it "
                f"'Codelist Extensible'? {AGAIN[5:]}"
            ],
        ),
        (
            "ct.xlsx",
            excel_form([("Term", "Meaning")]),
            [
                "STOP  CT-SHEET  ct.xlsx: No sheet of the workbook has the columns of a terminology package in its "
                "first row. "
                "Fix: Its sheets are ReadMe, SDTM Terminology 2025-03-28; download the file again."
            ],
        ),
        (
            "ct.txt",
            text_form([HEADER]),
            ["STOP  CT-EMPTY  ct.txt: The package holds no terms. Fix: Download the file again."],
        ),
        (
            "ct.xml",
            xml_form([ROWS[0]]),
            ["STOP  CT-EMPTY  ct.xml: The package holds no terms. Fix: Download the file again."],
        ),
        (
            "ct.xml",
            b"<define/>",
            [
                "STOP  CT-FORM  ct.xml:1: The file is XML, but no ODM 1.3: its first element is <define>. "
                "Fix: Download 'SDTM Terminology.odm.xml' or the text or Excel form."
            ],
        ),
    ],
    ids=["a letter", "empty file", "encoding", "column", "column renamed", "sheet", "no rows", "no terms", "other XML"],
)
def test_a_file_that_is_no_package_is_a_finding(tmp_path, name, data, expected):
    package, faults = read(tmp_path, name, data)
    assert package is None
    assert faults == expected


OUT = "it is left out. Fix: Download the package again; if it stays, the fault is the publisher's."


@pytest.mark.parametrize(
    ("data", "terms", "expected"),
    [
        (text_form([HEADER, ROWS[1], ROWS[0], ROWS[2]]), ["F", "M"], []),
        (text_form([HEADER, ROWS[0], ROWS[1][:5]]), ["F"], []),
        (text_form([HEADER, (ROWS[0][0], *ROWS[0][:1], *ROWS[0][2:]), ROWS[1]]), ["F"], []),
        (
            text_form([HEADER, *ROWS[:2], ("C28253", *ROWS[4][1:])]),
            ["F"],
            [f"NOTE  CT-ROW  ct:4: The term 'mg' belongs to codelist C71620, which no row describes; {OUT}"],
        ),
        (
            text_form([HEADER, ROWS[0], ROWS[2][:4], ("", *ROWS[2][1:]), ROWS[1], ROWS[1], ROWS[0]]),
            ["F"],
            [
                f"NOTE  CT-ROW  ct:3: The row has no 'CDISC Submission Value'; {OUT}",
                f"NOTE  CT-ROW  ct:4: The row has no 'Code'; {OUT}",
                f"NOTE  CT-ROW  ct:7: Codelist C66731 stands twice; {OUT}",
                f"NOTE  CT-ROW  ct:6: The term 'F' stands twice in codelist C66731; {OUT}",
            ],
        ),
        (
            text_form(
                [HEADER, *ROWS[:3], ("C1", "C66731", "", "Sex", "U", "", "1 \u00b5m", "Unknown")], encoding="latin-1"
            ),
            ["F", "M", "U"],
            [
                "NOTE  CT-ENCODING  ct:5: 1 line with bytes that are not UTF-8, read as '\ufffd'. Fix: Download "
                "the file again, if an editor has saved it."
            ],
        ),
        (
            xml_form([("C66731", "", "Maybe", *ROWS[0][3:]), ROWS[1]]),
            ["F"],
            [
                "NOTE  CT-ROW  ct:4: Codelist C66731 is extensible: 'Maybe', neither Yes nor No; it counts as "
                "No. Fix: Look into the package."
            ],
        ),
        (
            xml_form([ROWS[0], ("", *ROWS[1][1:]), ROWS[2]]),
            ["M"],
            [f"NOTE  CT-ROW  ct:5: A term of codelist C66731 has no nciodm:ExtCodeID; {OUT}"],
        ),
    ],
    ids=[
        "codelist after its terms",
        "trailing blanks not written",
        "codelist by its own code",
        "codelist missing",
        "rows",
        "bytes",
        "extensible",
        "code",
    ],
)
def test_what_is_damaged_in_a_package_is_left_out_and_told(tmp_path, data, terms, expected):
    package, notes = read(tmp_path, "ct", data)
    assert list(package.codelists["C66731"].terms) == terms
    assert notes == expected


@pytest.mark.parametrize(
    ("name", "data", "start"),
    [
        ("ct.xml", xml_form()[:900], "STOP  CT-XML  ct.xml:"),
        ("ct.xlsx", excel_form()[:300], "STOP  CT-FORM  ct.xlsx: The workbook cannot be read: "),
        (
            "ct.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900,
            "STOP  CT-FORM  ct.xls: The workbook cannot be read: ",
        ),
    ],
    ids=["XML", "XLSX", "XLS"],
)
def test_a_damaged_file_is_a_finding(tmp_path, name, data, start):
    package, faults = read(tmp_path, name, data)
    assert package is None
    assert len(faults) == 1 and faults[0].startswith(start) and faults[0].endswith("Fix: Download the file again.")


def test_an_entity_of_the_file_is_not_read_from_elsewhere(tmp_path):
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    head, _, rest = xml_form().decode().partition("\n")
    data = f'{head}\n<!DOCTYPE ODM [<!ENTITY x SYSTEM "{tmp_path / "secret.txt"}">]>\n' + rest.replace(
        ">Female<", ">&x;<", 1
    )
    package, _ = read(tmp_path, "ct.xml", data.encode())
    assert "SECRET" not in repr(package)


@pytest.mark.parametrize(
    "data",
    [
        text_form().replace(b"Codelist Name", b"Codelist\rName"),
        text_form().replace(b"Hemoglobin Measurement", b"Hemoglobin\rMeasurement"),
        library_csv().replace(b"Hemoglobin", b"Hemo\rglobin"),
        library_csv().replace(b"Hemoglobin", b"Hemo" + b"x" * 140_000),
        text_form().replace(b"Sex", b"S\0x"),
    ],
    ids=["in the header", "in a cell of the text", "in a cell of the CSV", "a long cell", "a zero byte"],
)
def test_a_table_that_somebody_has_spoiled_is_told(tmp_path, data):
    package, faults = read(tmp_path, "ct.txt", data)
    assert faults or package.codelists.keys() == EXPECTED.keys()


def test_lines_may_end_as_on_an_old_mac(tmp_path):
    data = text_form().replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    package, faults = read(tmp_path, "ct.txt", data)
    assert (package.codelists, faults) == (EXPECTED, [])
