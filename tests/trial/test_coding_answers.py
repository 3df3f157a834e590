"""The filled list goes into the tables of the study; what cannot be used stops it, and nothing is written."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest
from coded import CODES, events, fill, rows_of, table, with_tables

import onespec
from onespec.engine.findings import Stopped


def opened(study):
    return onespec.open(study.spec, study.raw, study.out)


def listed(study, everything: bool = False):
    file = study.folder / "terms.xlsx"
    file.unlink(missing_ok=True)
    opened(study).coding().write(file, everything)
    return file


def tables(study) -> dict[str, str]:
    folder = study.spec / "tables"
    return {
        p.stem: p.read_text(encoding="utf-8-sig") for p in folder.glob("*.csv") if p.stem in ("meddra", "translated")
    }


CODED = (
    "VERBATIM,LANGUAGE,DECOD,BODSYS,VERSION,CODER,DATE,COMMENT\n"
    "发 热,zh,Pyrexia,General disorders,23.1,A. Coder,2021-02-01,\n"
)


def test_a_code_fills_every_record_of_the_term(other):
    with_tables(other)
    read = opened(other).read_coding(fill(listed(other), "MEDDRA", 2, **CODES))
    assert read.text() == "MedDRA: 1 term. Written: tables/meddra.csv."
    assert tables(other) == {"meddra": CODED}
    assert opened(other).coding().text().startswith("Terms without code: 0 of 3")
    assert other.build("--milestone", "lock") == 0
    assert opened(other)["AE"]["AEDECOD"].tolist().count("Pyrexia") == 2


def test_twice_changes_nothing_and_the_list_comes_back_as_it_was_filled(other):
    with_tables(other)
    file = fill(listed(other), "MEDDRA", 2, **CODES, comment="=1+1")
    opened(other).read_coding(file)
    once = tables(other)
    assert opened(other).read_coding(file).text() == "Nothing new; nothing is written."
    assert tables(other) == once
    again = listed(other, everything=True)
    row = next(row for row in rows_of(again, "MEDDRA") if row["verbatim"] == "发 热")
    assert {n: row[n] for n in (*CODES, "comment")} == CODES | {"comment": "=1+1"}
    assert opened(other).read_coding(again).files == []
    cell = next(c for r in openpyxl.load_workbook(again)["MEDDRA"].iter_rows() for c in r if c.value == "=1+1")
    assert cell.data_type == "s"


def test_a_code_that_is_changed_later(other):
    with_tables(other)
    opened(other).read_coding(fill(listed(other), "MEDDRA", 2, **CODES))
    rows = rows_of(file := listed(other, everything=True), "MEDDRA")
    number = 2 + [row["verbatim"] for row in rows].index("发 热")
    opened(other).read_coding(fill(file, "MEDDRA", number, DECOD="Hyperthermia", coder="B. Coder"))
    assert tables(other)["meddra"] == CODED.replace("Pyrexia", "Hyperthermia").replace("A. Coder", "B. Coder")


def test_a_date_and_a_number_of_a_spreadsheet(other):
    with_tables(other)
    opened(other).read_coding(fill(listed(other), "MEDDRA", 2, **CODES | {"date": date(2021, 2, 1), "DECOD": 123}))
    assert ",123,General disorders,23.1,A. Coder,2021-02-01," in tables(other)["meddra"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"coder": None}, "Nobody has signed '发 热'"),
        ({"date": None}, "Nobody has signed '发 热'"),
        ({"date": "yesterday"}, "Nobody has signed '发 热'"),
        ({"DECOD": None}, "'发 热' has no DECOD."),
        ({"DECOD": None, "BODSYS": None}, "'发 热' is signed and has no code."),
        ({"DECOD": "发热"}, "DECOD of '发 热' cannot stand in a dataset"),
        ({"DECOD": "=0+1"}, "the cell holds a formula without a result: =0+1"),
        ({"version": "22.0"}, "'发 热' is coded by version '22.0', not '23.1'."),
        ({"verbatim": "Nausea"}, "the term 'Nausea' does not stand in the data."),
    ],
)
def test_an_answer_that_cannot_be_used(other, cells, said):
    with_tables(other)
    file = fill(listed(other), "MEDDRA", 2, **(CODES | cells))
    with pytest.raises(Stopped) as stopped:
        opened(other).read_coding(file)
    assert said in str(stopped.value)
    assert {f.rule for f in stopped.value.findings} == {"TERM-ANSWER"}
    assert {f.row for f in stopped.value.findings} == {2}
    assert tables(other) == {}


def spoiled(file, change):
    book = openpyxl.load_workbook(file)
    change(book)
    book.save(file)
    return file


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book["MEDDRA"].delete_cols(10), "The head of sheet MEDDRA is not as written: DECOD."),
        (lambda book: setattr(book["MEDDRA"]["J1"], "value", "PT"), "The head of sheet MEDDRA is not as written: PT."),
        (lambda book: setattr(book["MEDDRA"], "title", "Sheet1"), "There is no dictionary for the sheet 'Sheet1'."),
    ],
)
def test_a_list_that_is_not_as_written(other, change, said):
    file = spoiled(fill(listed(with_tables(other)), "MEDDRA", 2, **CODES), change)
    with pytest.raises(Stopped, match=said.replace(".", r"\.")):
        opened(other).read_coding(file)
    assert tables(other) == {}


def test_a_term_that_is_answered_twice(other):
    file = fill(listed(with_tables(other)), "MEDDRA", 2, **CODES)
    fill(file, "MEDDRA", 3, **CODES | {"DECOD": "Chills"}, verbatim="发热", version="23.1")
    with pytest.raises(Stopped, match="'发 热' is answered in row 2, too"):
        opened(other).read_coding(file)
    assert tables(other) == {}


def test_another_file(other):
    with_tables(other)
    (other.folder / "terms.xlsx").write_text("no workbook")
    with pytest.raises(Stopped, match="The list cannot be read"):
        opened(other).read_coding(other.folder / "terms.xlsx")


def test_a_coder_who_asks_back(other):
    file = fill(listed(with_tables(other)), "MEDDRA", 2, comment="chills, or fever?", coder="A. Coder")
    read = opened(other).read_coding(file)
    assert read.text().splitlines() == [
        "QUERY TERM-COMMENT  terms.xlsx row 2: The coder gives '发 热' no code: chills, or fever? (A. Coder) "
        "Fix: Ask the site, or answer the coder.",
        "Nothing new; nothing is written.",
    ]


def test_a_study_without_a_table_for_the_answers(other):
    with_tables(other)
    other.replace("spec/study.yaml", ", codes: meddra", "")
    with pytest.raises(Stopped, match="study.yaml names no table for these answers"):
        opened(other).read_coding(fill(listed(other), "MEDDRA", 2, **CODES))


def test_translations(other):
    with_tables(other)
    events(other, "101,1,发热,,Pyrexia,General,10/01/2021", "201,1,咳嗽,,Cough,Respiratory,20/01/2021")
    table(other, "translated", "VERBATIM,TRANSLATION,CODER,DATE,COMMENT\n头痛,Headache,T. R,2021-01-31,\n")
    file = listed(other)
    assert [row["text"] for row in rows_of(file, "Translations")] == ["发热", "咳嗽"] or [
        row["text"] for row in rows_of(file, "Translations")
    ] == ["咳嗽", "发热"]
    at = 2 + [row["text"] for row in rows_of(file, "Translations")].index("发热")
    signed = {"translator": "T. R", "date": "2021-02-01"}
    read = opened(other).read_coding(fill(file, "Translations", at, translation="Fever", **signed))
    assert read.text() == "translations: 1. Written: tables/translated.csv."
    assert tables(other)["translated"].splitlines()[1:] == [
        "头痛,Headache,T. R,2021-01-31,",
        "发热,Fever,T. R,2021-02-01,",
    ]
    assert opened(other).read_coding(file).files == []
    with pytest.raises(Stopped, match="not English"):
        opened(other).read_coding(fill(file, "Translations", at, translation="Fièvre"))


def test_codes_that_the_export_holds_are_no_answers(other):
    with_tables(other)
    assert opened(other).read_coding(listed(other, everything=True)).files == []
