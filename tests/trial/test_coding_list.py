"""The list for the coder: what stands in it, and that nothing of it is a formula."""

from __future__ import annotations

import openpyxl
import pytest
from coded import events, rows_of, with_tables

import onespec
from onespec.engine.build.ownership import CannotBuild


def written(study, everything: bool = False):
    file = study.folder / "terms.xlsx"
    file.unlink(missing_ok=True)
    onespec.open(study.spec, study.raw, study.out).coding().write(file, everything)
    return file


def test_a_sheet_a_dictionary_one_row_a_term(other):
    file = written(with_tables(other))
    assert openpyxl.load_workbook(file).sheetnames == ["About", "MEDDRA", "Several ways", "Translations"]
    assert rows_of(file, "MEDDRA") == [
        {
            "verbatim": "发 热",
            "language": "zh",
            "translation": "Fever",
            "records": 2,
            "subjects": 2,
            "stands in": "AE 2",
            "first rows": "events.csv rows 1, 3",
            "nearby": None,
            "coded as": None,
            "DECOD": None,
            "BODSYS": None,
            "version": "23.1",
            "coder": None,
            "date": None,
            "comment": None,
        }
    ]
    about = {(row["what"], row["says"]) for row in rows_of(file, "About")}
    assert about >= {("sheet MEDDRA", "MedDRA, version 23.1"), ("column DECOD", "Dictionary-Derived Term")}


def test_terms_that_are_coded_in_several_ways_stand_apart(other):
    assert [tuple(row.values()) for row in rows_of(written(with_tables(other)), "Several ways")] == [
        ("MEDDRA", "Cough", "en", "DECOD", "Cough", 1, 1, "AE 1", "events.csv row 4"),
        ("MEDDRA", "Cough", "en", "DECOD", "Productive cough", 1, 1, "AE 1", "events.csv row 5"),
    ]


def test_everything_with_the_codes_of_the_export(other):
    rows = rows_of(written(with_tables(other), everything=True), "MEDDRA")
    assert [(row["verbatim"], row["DECOD"]) for row in rows] == [
        ("Cough", "Productive cough"),
        ("oral thrush", "Oral candidiasis"),
        ("发 热", None),
    ]


def test_a_record_that_is_coded_elsewhere(other):
    with_tables(other)
    events(other, "101,1,Fever,,Pyrexia,General,10/01/2021", "201,1,FEVER,,,,20/01/2021")
    assert rows_of(written(other), "MEDDRA")[0]["coded as"] == "Pyrexia in 1 of AE"


def test_no_text_is_a_formula(other):
    with_tables(other)
    events(other, '101,1,"=HYPERLINK(""x"")",,,,10/01/2021', "201,1,＝发热,,Pyrexia,General,20/01/2021")
    book = openpyxl.load_workbook(written(other, everything=True))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert '=HYPERLINK("x")' in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_same_bytes_and_never_over_a_filled_list(other):
    with_tables(other)
    one = written(other).read_bytes()
    assert written(other).read_bytes() == one
    with pytest.raises(CannotBuild, match="is not replaced"):
        onespec.open(other.spec, other.raw, other.out).coding().write(other.folder / "terms.xlsx")
