"""The runner of the QC programs, on a study of two forms that is written here."""

from __future__ import annotations

import datetime
import re
import tempfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from support import SHIPPED

from onespec.engine.xpt.writer import XptVariable, write_xpt
from onespec.qc import base
from onespec.qc.base import MEMORY, Base
from onespec.qc.double import program_sources
from onespec.qc.raw_tables import UnreadableForm, read_forms
from onespec.qc.run import Place as Sides
from onespec.qc.run import ProgramFailed, programs_of, run_programs

CRF = """
forms:
  people: {file: people.csv, encoding: gb18030, fields: {编号: {}, SEX: {}}}
  weights: {file: weights.xlsx, sheet: W, fields: {编号: {}, KG: {}, DAY: {}}}
"""
CODELISTS = """
SEX: {name: Sex, terms: {F: {decode: Female, raw: [女]}, M: {raw: [男]}}}
"""


class Place:
    """A study with its export, its production outputs and its QC programs."""

    def __init__(self, root: Path):
        self.study, self.raw, self.built = root / "spec", root / "raw", root / "built"
        for folder in (self.study / "tables", self.raw, self.built / "sdtm", self.built / "adam"):
            folder.mkdir(parents=True)
        (self.study / "crf.yaml").write_text(CRF, encoding="utf-8")
        (self.study / "codelists.yaml").write_text(CODELISTS, encoding="utf-8")
        (self.study / "study.yaml").write_text("values: {STUDYID: T1}")
        (self.study / "tables" / "factors.csv").write_text("UNIT,FACTOR\nkg,1\n\ng,0.001\n")
        (self.raw / "people.csv").write_bytes("编号,SEX\n01 ,女\n,\n02,男\n".encode("gb18030"))
        book = openpyxl.Workbook()
        book.active.title = "W"
        for row in (["编号", "KG", "DAY"], ["01", 60.0, datetime.datetime(2026, 3, 1)], ["02", 70.5, None]):
            book.active.append(row)
        book.save(self.raw / "weights.xlsx")
        for stage, value in (("sdtm", "from production"), ("adam", "hidden")):
            self.write_production(stage, "dm", value)

    def write_production(self, stage: str, name: str, value: str) -> None:
        variables = [XptVariable("USUBJID", "Subject", "Char", 15), XptVariable("AGE", "Age", "Num", 8)]
        rows = pd.DataFrame({"USUBJID": pd.Series([value], dtype="str"), "AGE": [float("nan")]})
        write_xpt(
            self.built / stage / f"{name}.xpt",
            name.upper(),
            name,
            variables,
            [rows],
            created=datetime.datetime(2027, 1, 1),
        )

    def program(self, where: str, sql: str) -> None:
        path = programs_of(self.study) / where
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sql, encoding="utf-8")

    def run(self, *names: str, memory: int = MEMORY) -> dict[str, pd.DataFrame]:
        results = run_programs(Sides(self.study, self.raw, self.built, memory=memory), list(names) or None)
        return {name: table.frame() for name, table in results.items()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def rows(table: pd.DataFrame) -> list[tuple]:
    return list(table.itertuples(index=False, name=None))


def test_forms_are_text_as_exported_and_blank_rows_are_numbered_but_left_out(place):
    place.program("sdtm/a.sql", "SELECT *, _row AS N FROM raw.people ORDER BY _row")
    place.program("sdtm/b.sql", 'SELECT 编号, KG, DAY FROM raw.weights ORDER BY "编号"')
    tables = place.run()
    assert rows(tables["A"]) == [("01 ", "女", 1.0, 1.0), ("02", "男", 3.0, 3.0)]
    assert rows(tables["B"]) == [("01", "60", "2026-03-01"), ("02", "70.5", "")]


def test_text_is_str_with_blank_for_null_and_numbers_are_float64(place):
    place.program("sdtm/a.sql", "SELECT * FROM (VALUES ('x', 1, 1.5::DECIMAL(9,2)), (NULL, NULL, NULL)) t(T, I, D)")
    table = place.run()["A"]
    assert [str(dtype) for dtype in table.dtypes] == ["str", "float64", "float64"]
    assert table["T"].tolist() == ["x", ""] and table["I"].isna().tolist() == [False, True] and table["D"][0] == 1.5


def test_a_program_whose_name_begins_with_an_underscore_is_shared_and_no_dataset(place):
    place.program("sdtm/_both.sql", "SELECT 'x' AS T, 1 AS N")
    place.program("sdtm/a.sql", "SELECT T FROM qc._both")
    place.program("sdtm/b.sql", "SELECT N FROM qc._both")
    assert {name: rows(table) for name, table in place.run().items()} == {"A": [("x",)], "B": [(1.0,)]}
    assert list(place.run("B")) == ["B"]
    assert list(program_sources(programs_of(place.study))) == ["A", "B"]


def test_a_decimal_becomes_the_nearest_float(place):
    place.program("sdtm/a.sql", "SELECT x::DECIMAL(18, 6) AS N FROM (VALUES ('3.41'), ('42.2'), ('10.01')) t(x)")
    assert place.run()["A"]["N"].tolist() == [3.41, 42.2, 10.01]


def test_a_result_without_rows_keeps_its_columns(place):
    place.program("sdtm/a.sql", "SELECT 'x' AS T, 1 AS N WHERE false")
    table = place.run()["A"]
    assert len(table) == 0 and [str(dtype) for dtype in table.dtypes] == ["str", "float64"]


def test_the_specification_gives_tables_answers_terms_and_values(place):
    place.program("sdtm/a.sql", "SELECT answer, term FROM spec.answers WHERE codelist = 'SEX' ORDER BY answer")
    place.program("sdtm/b.sql", "SELECT term, decode FROM spec.terms ORDER BY term")
    place.program(
        "sdtm/c.sql",
        "SELECT UNIT, FACTOR, (SELECT value FROM spec.study WHERE name = 'STUDYID') AS S FROM spec.factors",
    )
    tables = place.run()
    assert rows(tables["A"]) == [("F", "F"), ("M", "M"), ("女", "F"), ("男", "M")]
    assert rows(tables["B"]) == [("F", "Female"), ("M", "M")]
    assert rows(tables["C"]) == [("kg", "1", "T1"), ("g", "0.001", "T1")]


def test_a_codelist_by_reference_has_the_published_decodes(place):
    """Terms as a list, answers alone behind a term, a decode of the study's own."""
    (place.study / "study.yaml").write_text("standards: {sdtm: {ct: 2025-03-28}}\n")
    (place.study / "codelists.yaml").write_text(
        "SEX: {nci: C66731, terms: {M: [male, m], F: female}}\n"
        "UNIT: {nci: C71620, terms: [mm, SCOOP]}\n"
        "OWN: {terms: {A: {decode: Arm A}}}\n"
    )
    place.program("sdtm/a.sql", "SELECT answer, term FROM spec.answers WHERE codelist = 'SEX' ORDER BY answer")
    place.program("sdtm/b.sql", "SELECT term, decode FROM spec.terms ORDER BY term")
    tables = place.run()
    assert rows(tables["A"]) == [("F", "F"), ("M", "M"), ("female", "F"), ("m", "M"), ("male", "M")]
    assert rows(tables["B"]) == [
        ("A", "Arm A"),
        ("F", "Female"),
        ("M", "Male"),
        ("SCOOP", "SCOOP"),
        ("mm", "Millimeter"),
    ]


def test_a_program_runs_after_what_it_names_and_only_the_names_asked_for_come_back(place):
    place.program("macros.sql", "CREATE MACRO twice(x) AS x || x;")
    place.program("sdtm/a.sql", "SELECT twice(T) AS T FROM qc.z -- not qc.nothing")
    place.program("sdtm/z.sql", "SELECT 'x' AS T")
    place.program("sdtm/broken.sql", "SELECT")
    assert {name: rows(table) for name, table in place.run("A", "NOPROGRAM").items()} == {"A": [("xx",)]}


def test_adam_programs_read_production_sdtm_and_nothing_of_production_adam(place):
    place.program("adam/adsl.sql", "SELECT USUBJID, AGE FROM sdtm.dm")
    table = place.run("ADSL")["ADSL"]
    assert table["USUBJID"].tolist() == ["from production"] and table["AGE"].isna().all()
    place.program("adam/adtte.sql", "SELECT * FROM adam.dm")
    with pytest.raises(ProgramFailed, match="adtte.sql: .*adam.dm"):
        place.run("ADTTE")


@pytest.mark.parametrize("stage, source", [("sdtm", "sdtm.dm"), ("adam", "raw.people")])
def test_a_stage_does_not_see_the_sources_of_the_other(place, stage, source):
    place.program(f"{stage}/a.sql", f"SELECT * FROM {source}")
    with pytest.raises(ProgramFailed, match="does not exist"):
        place.run("A")


def test_a_program_cannot_open_a_file(place):
    place.program("adam/a.sql", f"SELECT * FROM read_blob('{place.built}/adam/dm.xpt')")
    with pytest.raises(ProgramFailed, match="disabled"):
        place.run("A")


LARGE = "SELECT r.i AS N, hash(r.i)::VARCHAR || repeat('x', 50) AS T FROM range(600000) r(i)"


def test_a_result_larger_than_the_limit_of_memory_goes_to_the_temporary_folder(place):
    place.program("sdtm/a.sql", f"{LARGE} ORDER BY T")
    table = place.run(memory=48)["A"]
    assert len(table) == 600_000 and table["T"].is_monotonic_increasing


WHOLE = f"SELECT list(T ORDER BY T)::VARCHAR AS T FROM ({LARGE})"  # one value, which stands in memory whole


def test_a_program_that_little_memory_does_not_do_for_gets_more(place, monkeypatch):
    given, execute = [], Base._within
    monkeypatch.setattr(base, "FIRST", 48)
    monkeypatch.setattr(
        Base, "_within", lambda self, do: execute(self, lambda: (given.append(limit(self.connection)), do()))
    )
    place.program("macros.sql", "CREATE MACRO one() AS 1;")
    place.program("sdtm/a.sql", WHOLE)
    place.program("sdtm/b.sql", "SELECT one() AS N")
    assert [len(table) for table in place.run(memory=1000).values()] == [1, 1]
    assert sorted({*given})[:2] == [48, 72] and given[0] == given[-1] == 48


def limit(connection):
    """MB, as DuckDB tells them."""
    ((said,),) = connection.execute("SELECT current_setting('memory_limit')").fetchall()
    return round(float(said.removesuffix(" MiB")) * 2**20 / 10**6)


def test_memory_that_does_not_do_is_said_with_the_program_and_how_to_allow_more(place):
    place.program("sdtm/a.sql", "SELECT count(*) AS N FROM raw.people")
    place.program("sdtm/b.sql", WHOLE)
    with pytest.raises(ProgramFailed) as failed:
        place.run(memory=48)
    said = str(failed.value)
    assert said.startswith(f"{programs_of(place.study)}/sdtm/b.sql: it needs more memory than the 48 MB that ")
    assert said.endswith("Allow more: onespec qc --memory 96.")


def test_a_value_that_cannot_be_read_far_down_names_the_program(place):
    place.program(
        "sdtm/a.sql", "SELECT CASE WHEN i = 150000 THEN 'x' ELSE '1' END::INTEGER AS N FROM range(200000) r(i)"
    )
    with pytest.raises(ProgramFailed, match="a.sql: .*Could not convert string 'x'"):
        place.run()


def test_nothing_is_left_in_the_temporary_folder(place, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    place.program("sdtm/a.sql", f"{LARGE} ORDER BY T")
    place.program("sdtm/b.sql", "SELECT nothing")
    with pytest.raises(ProgramFailed):
        place.run(memory=48)
    assert place.run("A", memory=48)
    assert not list((tmp_path / "temporary").iterdir())


SHIPPED_PROGRAMS = sorted(programs_of(SHIPPED).rglob("*.sql"))


@pytest.mark.parametrize("program", SHIPPED_PROGRAMS, ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_no_shipped_program_reads_files_or_other_schemas(program):
    code = re.sub(r"--.*", "", program.read_text(encoding="utf-8")).lower()
    assert "read_" not in code and "adam." not in code
    assert program.parent.name == "adam" or "sdtm." not in code


def test_what_is_no_dataset_names_the_program_and_the_column(place):
    place.program("sdtm/a.sql", "SELECT DATE '2026-01-01' AS D")
    with pytest.raises(ProgramFailed, match="a.sql: D is date32.*; make it text or a number"):
        place.run()


def test_a_program_is_one_select(place):
    place.program("sdtm/a.sql", "CREATE TABLE t AS SELECT 1 AS N")
    with pytest.raises(ProgramFailed, match="a.sql: the program is not one SELECT"):
        place.run()


def test_a_form_without_a_column_of_the_crf_is_named(place):
    (place.raw / "people.csv").write_bytes("编号\n01\n".encode("gb18030"))
    place.program("sdtm/a.sql", "SELECT 1 AS N")
    with pytest.raises(UnreadableForm, match="people.csv: columns SEX are absent"):
        place.run()


def test_numbers_of_a_sheet_have_the_zeros_that_it_shows(tmp_path):
    book = openpyxl.Workbook()
    for row in (["ID", "N"], [101, 7], [7, 1.5]):
        book.worksheets[0].append(row)
    for place, format_ in (("A2", "0000"), ("A3", "0"), ("B2", "0.00"), ("B3", "00")):
        book.worksheets[0][place].number_format = format_
    book.save(tmp_path / "x.xlsx")
    (tmp_path / "crf.yaml").write_text("forms: {x: {file: x.xlsx, fields: {ID: {}, N: {}}}}", encoding="utf-8")
    ((name, parts),) = read_forms(tmp_path, tmp_path, 1)
    assert name == "x" and [row for part in parts() for row in part.to_pylist()] == [
        {"ID": "0101", "N": "7", "_row": 1},
        {"ID": "7", "N": "1.5", "_row": 2},
    ]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("file: [x.csv, y.csv]", "x: QC reads a form of one file with one header; it has several files."),
        ("file: x_*.csv", "x: QC reads a form of one file with one header; it has several files."),
        ("file: x.csv, delimiter: ';', header: 2", "it has delimiter, header."),
    ],
)
def test_a_layout_that_qc_does_not_read(form, said, tmp_path):
    (tmp_path / "crf.yaml").write_text(f"forms: {{x: {{{form}, fields: {{ID: {{}}}}}}}}", encoding="utf-8")
    with pytest.raises(UnreadableForm, match=re.escape(said)):
        read_forms(tmp_path, tmp_path)
