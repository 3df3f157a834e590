"""What is found over all subjects, and taken by a dataset of the study as a whole."""

from __future__ import annotations

import json
import shutil

import pytest
from support import contents

import onespec
from onespec.engine.build.freshness import cache_folder
from onespec.engine.xpt.reader import read_xpt

TS = """dataset: TS
keys: [STUDYID, TSPARMCD, TSSEQ]
records:
  - rows: {table: summary}
variables:
  STUDYID:  {protocol: study.sponsor_study}
  DOMAIN:   {assigned: TS}
  TSSEQ:    {assigned: summary.TSSEQ}
  TSGRPID:  {not_available: nothing belongs together}
  TSPARMCD: {assigned: summary.TSPARMCD, codelist: none}
  TSPARM:   {assigned: summary.TSPARM, codelist: none}
  TSVAL:    {assigned: summary.TSVAL}
  TSVALNF:  {not_available: every parameter has a value}
  TSVALCD:  {not_available: no value is coded}
  TSVCDREF: {not_available: no value is coded, codelist: none}
  TSVCDVER: {not_available: no value is coded}
"""
SUMMARY = """TSPARMCD,TSSEQ,TSPARM,TSVAL
ACTSUB,1,Actual Number of Subjects,study.ENROLLED
SSTDTC,1,Study Start Date,study.FIRST
TITLE,1,Trial Title,study.name
X,1,The day of the last inhaler,study.LAST
"""
TOTALS = """totals:
  ENROLLED: {count: DM, where: {ARMCD: {NE: ""}}}
  FIRST: {earliest: DM.RFICDTC}
  LAST: {latest: inhaler.LAST}
values:
"""


@pytest.fixture
def counted(other):
    other.append("spec/sdtm/ts.yaml", TS)
    other.append("spec/tables/summary.csv", SUMMARY)
    other.replace("spec/study.yaml", "values:\n", TOTALS)
    return other


def values(study) -> dict[str, str]:
    frame = read_xpt(study.out / "sdtm" / "ts.xpt", "ascii")[1]
    return dict(zip(frame["TSPARMCD"], frame["TSVAL"], strict=True))


@pytest.mark.parametrize("part_rows", [1, 10_000])
def test_the_trial_summary_follows_the_subjects(counted, part_rows):
    assert counted.build("--part-rows", str(part_rows)) == 0
    assert values(counted) == {"ACTSUB": "3", "SSTDTC": "2021-01-04", "TITLE": "ASTH-02", "X": "2021-02-20"}
    run = json.loads((counted.out / "run.json").read_text())
    assert run["totals"] == {"ENROLLED": "3", "FIRST": "2021-01-04", "LAST": "2021-02-20"}


def test_one_subject_more_makes_the_study_as_a_whole_again(counted):
    assert counted.build() == 0
    counted.append("raw/enrol.csv", "202,S2,02/01/2021,30/06/1990,female,A\n")
    assert counted.build() == 0
    assert values(counted) == {"ACTSUB": "4", "SSTDTC": "2021-01-02", "TITLE": "ASTH-02", "X": "2021-02-20"}
    after = contents(counted.out)
    shutil.rmtree(counted.out)
    shutil.rmtree(cache_folder(counted.out))
    assert counted.build() == 0
    assert contents(counted.out) == after


def test_a_plan_beside_the_outputs_knows_the_totals(counted):
    assert counted.build() == 0
    study = onespec.open(counted.spec, counted.raw, counted.out)
    assert [row["TSVAL"] for row in study.plan().study.tables["summary"]][:2] == ["3", "2021-01-04"]


def test_a_day_of_which_a_part_is_unknown_is_none(counted):
    """The first consent known in full; without one the parameter has no value."""
    counted.replace("raw/enrol.csv", "04/01/2021", "UN/01/2021")
    counted.replace("raw/enrol.csv", "05/01/2021", "UN/01/2021")
    assert counted.build() == 0 and values(counted)["SSTDTC"] == "2021-01-07"
    counted.replace("raw/enrol.csv", "07/01/2021", "UN/01/2021")
    assert counted.build() == 0 and values(counted)["SSTDTC"] == ""


TAKES = "it before these are done. Fix: Take it in a dataset of the study as a whole, such as TS, or in a table of such"


def test_a_dataset_of_subjects_cannot_take_what_is_found_over_all_of_them(counted):
    own = "COUNTRY:  {assigned: SWE}", "COUNTRY:  {assigned: study.FIRST, codelist: none}"
    counted.replace("spec/sdtm/dm.yaml", *own)
    assert counted.build() == 1
    assert [f.text() for f in counted.findings] == [
        f"STOP  SPEC-REFERENCE  study.yaml:15: study.FIRST is found over all subjects, and DM takes {TAKES} a dataset."
    ]
    assert not counted.out.exists()


def test_nor_where_the_last_build_has_found_the_same(counted):
    assert counted.build() == 0
    before = contents(counted.out)
    own = "COUNTRY:  {assigned: SWE}", "COUNTRY:  {assigned: study.FIRST, codelist: none}"
    counted.replace("spec/sdtm/dm.yaml", *own)
    assert counted.build() == 1 and contents(counted.out) == before
    assert [(f.rule, f.line) for f in counted.findings if f.message.startswith("study.FIRST")] == [
        ("SPEC-REFERENCE", 15)
    ]


COUNT, FIRST = '{count: DM, where: {ARMCD: {NE: ""}}}', "{earliest: DM.RFICDTC}"
WRITE = "Fix: Write {count: DM}, or {earliest: DM.RFICDTC}."
NAME = "Fix: Name a form, or an SDTM dataset with records of subjects."
ONE = "says not one thing that is found. Fix: Write one of count, earliest, latest."


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (COUNT, "{count: DN}", "REFERENCE  study.yaml:14: There is no form or dataset 'DN'. Fix: Did you mean 'DM'?"),
        (
            COUNT,
            "{count: DM, where: {ARMCDD: A}}",
            "VARIABLE  study.yaml:14: There is no variable 'ARMCDD' in DM. Fix: Did you mean 'ARMCD'?",
        ),
        (
            COUNT,
            "{count: DM.ARMCD}",
            f"REFERENCE  study.yaml:14: Total ENROLLED: 'count' needs a form or dataset. {WRITE}",
        ),
        (
            COUNT,
            "{count: ADSL}",
            "REFERENCE  study.yaml:14: Total ENROLLED stands on ADSL, which is no dataset of SDTM with records of "
            f"subjects. {NAME}",
        ),
        (
            COUNT,
            "{count: TS}",
            "REFERENCE  study.yaml:14: Total ENROLLED stands on TS, which is no dataset of SDTM with records of "
            f"subjects. {NAME}",
        ),
        (COUNT, "{where: {ARMCD: A}}", f"MISSING  study.yaml:14: Total ENROLLED {ONE}"),
        (FIRST, "{earliest: DM}", f"REFERENCE  study.yaml:15: Total FIRST: 'earliest' needs a date. {WRITE}"),
        (
            FIRST,
            "{earliest: DM.RFICDT}",
            "VARIABLE  study.yaml:15: There is no variable 'RFICDT' in DM. Fix: Did you mean 'RFICDTC'?",
        ),
        (
            FIRST,
            "{earliest: DM.SEX}",
            "TYPE  study.yaml:15: Total FIRST needs a date, and DM.SEX is none. Fix: Name a date.",
        ),
        (FIRST, "{earliest: DM.RFICDTC, latest: DM.RFICDTC}", f"MISSING  study.yaml:15: Total FIRST {ONE}"),
        (
            "values:",
            "  MORE: {count: DM}\nvalues:",
            "UNUSED  study.yaml:17: The value study.MORE is not used. Fix: Use it, or remove it.",
        ),
        (
            "values:",
            "  sponsor_study: {count: DM}\nvalues:",
            "TWICE  study.yaml:17: study.sponsor_study is a value, and a total, too. Fix: Give the total another name.",
        ),
    ],
)
def test_a_mistake(counted, old, new, fault):
    counted.replace("spec/study.yaml", old, new)
    assert counted.faults() == [f"STOP  SPEC-{fault}"]


@pytest.mark.parametrize(
    ("cell", "fix"), [("study.ENROLED", "Did you mean 'ENROLLED'?"), ("study.x", "Add it under 'values:'.")]
)
def test_a_cell_that_names_no_value(counted, cell, fix):
    counted.replace("spec/tables/summary.csv", "study.name", cell)
    name = cell.partition(".")[2]
    assert counted.faults() == [f"STOP  SPEC-VALUE  tables/summary.csv:4: study.yaml has no value '{name}'. Fix: {fix}"]


def test_a_cell_that_only_begins_like_a_value_is_text(counted):
    counted.replace("spec/tables/summary.csv", "study.name", "study.name of ours")
    assert counted.build() == 0 and values(counted)["TITLE"] == "study.name of ours"
