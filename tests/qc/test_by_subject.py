"""Second programs that are run on blocks of subjects give what they give for all subjects at once, or tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import SHIPPED, SHIPPED_RAW

from onespec.qc import by_subject
from onespec.qc.run import Place, ProgramFailed, programs_of, run_programs

# As exported: one subject in two spellings, one that is not first by its site, a row of no subject.
PEOPLE = """ID,SITE,AGE
101,B,40
102,A,50
 103 ,B,35
０104,A,61
105,A,29
,A,99
106,B,44
"""
VISITS = """ID,DAY
106,1
103,2
103,1
104,5
101,3
105,
102,8
"""
CRF = """
every_form: {subject: ID}
forms:
  people: {file: people.csv, fields: {ID: {}, SITE: {}, AGE: {}}}
  visits: {file: visits.csv, fields: {ID: {}, DAY: {}}}
"""
MACROS = "CREATE MACRO number_of(x) AS ltrim(translate(trim(x), '０', '0'), '0');"
DM = """
SELECT 'T' AS STUDYID, 'T-' || number_of(ID) AS USUBJID, number_of(ID) AS SUBJID, SITE, AGE::DOUBLE AS AGE
FROM raw.people WHERE number_of(ID) <> '' ORDER BY STUDYID, USUBJID"""
SV = """
SELECT d.STUDYID, d.USUBJID, row_number() OVER (PARTITION BY d.USUBJID ORDER BY v._row) AS SEQ, DAY
FROM raw.visits v JOIN qc.dm d ON d.SUBJID = number_of(v.ID) ORDER BY d.STUDYID, d.USUBJID, SEQ"""


class Study:
    def __init__(self, root: Path):
        self.place = Place(root / "spec", root / "raw", root / "built")
        (root / "raw").mkdir()
        (root / "raw" / "people.csv").write_text(PEOPLE, encoding="utf-8")
        (root / "raw" / "visits.csv").write_text(VISITS, encoding="utf-8")
        self.write("qc/macros.sql", MACROS)
        self.write("crf.yaml", CRF)
        self.write("codelists.yaml", "{}")
        self.write("study.yaml", "values: {STUDYID: T}")
        self.program("dm", DM)
        self.program("sv", SV)

    def write(self, name: str, text: str) -> None:
        path = self.place.study / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def program(self, name: str, sql: str) -> Path:
        self.write(f"qc/sdtm/{name}.sql", sql)
        return programs_of(self.place.study) / "sdtm" / f"{name}.sql"

    def run(self, *names: str) -> dict[str, list[tuple]]:
        results = run_programs(self.place, [name.upper() for name in names] or None)
        return {name: list(table.frame().itertuples(index=False, name=None)) for name, table in results.items()}


@pytest.fixture
def study(tmp_path) -> Study:
    return Study(tmp_path)


@pytest.fixture(params=[1, 2, 3, 100])
def blocks(request, monkeypatch):
    """Blocks of so many subjects, where there are more than two."""
    monkeypatch.setattr(by_subject, "WHOLE", 2)
    monkeypatch.setattr(by_subject, "BLOCK", request.param)


def whole(study: Study, monkeypatch, *names: str) -> dict[str, list[tuple]]:
    with monkeypatch.context() as patch:
        patch.setattr(by_subject, "WHOLE", 10**9)
        return study.run(*names)


def test_subjects_have_the_rows_that_they_have_together(study, blocks, monkeypatch):
    got = study.run()
    assert got == whole(study, monkeypatch) and [row[1] for row in got["DM"]] == [f"T-10{i}" for i in range(1, 7)]
    assert [row[1:] for row in got["SV"]][2:4] == [("T-103", 1.0, "2"), ("T-103", 2.0, "1")]


def test_subjects_whose_identifiers_are_ordered_otherwise_than_their_numbers(study, blocks, monkeypatch):
    study.program("dm", DM.replace("'T-' ||", "'T-' || SITE || '-' ||"))
    got = study.run()
    assert got == whole(study, monkeypatch)
    assert [row[1] for row in got["DM"]] == ["T-A-102", "T-A-104", "T-A-105", "T-B-101", "T-B-103", "T-B-106"]


def test_programs_without_subjects_see_all_before_and_after_the_blocks(study, blocks, monkeypatch):
    study.program("ta", "SELECT 'T' AS STUDYID, 40 AS LIMIT_ ORDER BY STUDYID")
    study.program("_old", "SELECT d.USUBJID FROM qc.dm d, qc.ta WHERE AGE > LIMIT_")
    study.program("ie", "SELECT d.STUDYID, d.USUBJID FROM qc.dm d JOIN qc._old o USING (USUBJID) ORDER BY 1, d.USUBJID")
    study.program("ts", "SELECT count(*) AS N, (SELECT count(*) FROM raw.people) AS ROWS FROM qc._old ORDER BY N")
    study.program("zz", "SELECT d.STUDYID, d.USUBJID, N FROM qc.dm d, qc.ts ORDER BY d.STUDYID, d.USUBJID")
    got = study.run()
    assert got == whole(study, monkeypatch) and got["TS"] == [(3.0, 7.0)]
    assert [row[1:] for row in got["ZZ"]] == [(f"T-10{i}", 3.0) for i in range(1, 7)]


def test_rows_of_no_subject_stand_once(study, blocks, monkeypatch):
    study.program(
        "relrec",
        "SELECT 'T' AS STUDYID, '' AS USUBJID, 'MANY' AS R UNION ALL SELECT STUDYID, USUBJID, '' FROM qc.sv "
        "ORDER BY STUDYID, USUBJID",
    )
    got = study.run("relrec")
    assert got == whole(study, monkeypatch, "relrec") and len(got["RELREC"]) == 8


ACROSS = {
    "a count": "SELECT STUDYID, USUBJID, (SELECT count(*) FROM qc.dm) AS N FROM qc.dm d ORDER BY STUDYID, USUBJID",
    "a mean": "SELECT STUDYID, USUBJID, AGE - avg(AGE) OVER () AS D FROM qc.dm ORDER BY STUDYID, USUBJID",
    "a number over all": "SELECT USUBJID, row_number() OVER (ORDER BY USUBJID) AS N FROM qc.dm ORDER BY USUBJID",
    "the raw rows": "SELECT d.STUDYID, d.USUBJID, (SELECT max(_row) FROM raw.visits) - "
    "(SELECT count(*) FROM raw.visits) AS N FROM qc.dm d ORDER BY d.STUDYID, d.USUBJID",
    "another's rows": "SELECT 'T' AS STUDYID, 'T-106' AS USUBJID, max(SEQ) AS N FROM qc.sv ORDER BY STUDYID, USUBJID",
}


@pytest.mark.parametrize("sql", ACROSS.values(), ids=ACROSS)
def test_a_program_for_which_other_subjects_matter_tells_and_is_run_whole_where_it_says_so(
    sql, study, blocks, monkeypatch
):
    path = study.program("ax", sql)
    with pytest.raises(ProgramFailed) as failed:
        study.run()
    said = "what it gives for T-10[46] depends on which other subjects are there"
    failed.match(f"^{path}: {said}. Write a line '-- all subjects' into the program")
    study.program("ax", f"-- Where it stands among all.\n-- all subjects: it counts them\n{sql}")
    assert study.run() == whole(study, monkeypatch)


def test_rows_of_a_subject_who_is_not_there(study, blocks):
    path = study.program("ax", "SELECT 'T' AS STUDYID, 'T-101' AS USUBJID, count(*) AS N FROM qc.sv ORDER BY USUBJID")
    with pytest.raises(ProgramFailed) as failed:
        study.run()
    said = "it gives rows of T-101 in another block of subjects than ax.sql, of which one mixes subjects"
    failed.match(f"^{path.with_name('dm.sql')}: {said}. Write a line '-- all subjects' into the program")


def test_one_subject_in_the_rows_of_two_blocks(study, monkeypatch):
    monkeypatch.setattr(by_subject, "WHOLE", 2)
    monkeypatch.setattr(by_subject, "BLOCK", 1)
    sql = "SELECT STUDYID, CASE WHEN SUBJID IN ('102', '105') THEN 'T-102' ELSE USUBJID END AS USUBJID, AGE FROM qc.dm"
    path = study.program("ax", f"{sql} ORDER BY STUDYID, USUBJID, AGE")
    with pytest.raises(
        ProgramFailed, match=f"^{path}: it gives rows of T-102 for two blocks of subjects. Write a line"
    ):
        study.run()


def test_columns_that_come_of_the_data(study, blocks):
    study.write(
        "qc/macros.sql", f"{MACROS} CREATE TABLE wide AS FROM (PIVOT raw.visits ON DAY USING count(*) GROUP BY ID);"
    )
    path = study.program("ax", "SELECT 'T-' || number_of(ID) AS USUBJID, * EXCLUDE (ID) FROM wide ORDER BY USUBJID")
    with pytest.raises(ProgramFailed, match=f"^{path}: its columns depend on the data. Write a line '-- all subjects'"):
        study.run()


@pytest.mark.parametrize(
    "order", ["", "ORDER BY AGE, USUBJID", "ORDER BY USUBJID DESC", "ORDER BY STUDYID, USUBJID LIMIT 2", "ORDER BY 2"]
)
def test_a_dataset_in_another_order_is_run_whole(order, study, blocks, monkeypatch):
    study.program("ax", f"SELECT STUDYID, USUBJID, AGE, count(*) OVER () AS N FROM qc.dm {order}")
    got = study.run()
    assert got == whole(study, monkeypatch) and {row[-1] for row in got["AX"]} == {6.0}


def test_a_form_whose_subject_is_no_column_keeps_the_study_whole(study, blocks):
    study.write("crf.yaml", CRF.replace("visits: {", "visits: {subject: [SITEID, ID], "))
    study.program("ax", ACROSS["a number over all"])
    assert [row[-1] for row in study.run("ax")["AX"]] == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]


def test_a_few_subjects_are_run_at_once(study):
    study.program("ax", ACROSS["a number over all"])
    assert by_subject.WHOLE >= 1000 and len(study.run("ax")["AX"]) == 6


def test_the_shipped_programs_give_the_same_in_blocks(built, monkeypatch):
    place = Place(SHIPPED, SHIPPED_RAW, built)
    at_once = {name: table.frame() for name, table in run_programs(place).items()}
    monkeypatch.setattr(by_subject, "WHOLE", 10)
    monkeypatch.setattr(by_subject, "BLOCK", 14)
    in_blocks = run_programs(place)
    assert in_blocks.keys() == at_once.keys() and len(at_once) > 40
    for name, table in in_blocks.items():
        assert table.frame().equals(at_once[name]), name
