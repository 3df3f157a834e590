"""What is said of terms: without a code, coded in part, coded in several ways; and how many wait."""

from __future__ import annotations

import json

import pytest
from coded import HEAD, SIGNED, events, table, with_tables
from support import read_findings

import onespec


def told(study) -> list[tuple]:
    return [
        (f.rule, f.file, f.row, f.column, f.value, f.count, f.message) for f in study.queries if f.rule[:4] == "TERM"
    ]


def test_a_term_is_told_once_with_its_records(other):
    with_tables(other)
    assert other.build() == 0
    assert told(other) == [
        ("TERM-UNCODED", "events.csv", 1, "AEDECOD", "发 热", 2, "'发 热' has no code of MedDRA."),
        (
            "TERM-TWICE",
            "events.csv",
            4,
            "AEDECOD",
            "Cough",
            1,
            "'Cough' is coded by MedDRA in several ways: DECOD Cough in 1 record, Productive cough in 1 record.",
        ),
    ]


def test_it_is_for_the_coder_and_no_question_to_a_site(other):
    with_tables(other)
    assert other.build() == 0
    reports = other.out / "reports"
    assert {f.rule for f in read_findings(reports / "coding.csv")} == {"TERM-UNCODED", "TERM-TWICE"}
    assert {f.rule for f in read_findings(reports / "queries.csv")} == {"ADAM-DATE"} or not read_findings(
        reports / "queries.csv"
    )
    study = onespec.open(other.spec, other.raw, other.out)
    assert {f.rule for f in study.build().findings} >= {"TERM-UNCODED", "TERM-TWICE"}  # of a build with nothing to do


def test_a_term_that_is_coded_in_part(other):
    with_tables(other)
    events(other, "101,1,Fever,,Pyrexia,,10/01/2021", "201,1,Chills,,,General disorders,20/01/2021")
    assert other.build() == 0
    assert [row[3:5] + row[6:] for row in told(other)] == [
        ("AEBODSYS", "Fever", "'Fever' is coded by MedDRA in part: AEBODSYS is blank."),
        ("AEDECOD", "Chills", "'Chills' is coded by MedDRA in part: AEDECOD is blank."),
    ]


def test_the_table_against_the_export(other):
    with_tables(other)
    events(other, "101,1,Fever,,Pyrexia,General disorders,10/01/2021")
    table(other, "meddra", HEAD + f"FEVER,en,Hyperthermia,General disorders,{SIGNED}")
    assert other.build() == 0
    assert [row[-1] for row in told(other)] == [
        "'Fever' is coded by MedDRA in several ways: DECOD Hyperthermia in table meddra, Pyrexia in 1 record."
    ]


@pytest.mark.parametrize(("milestone", "code"), [("", 0), ("draft", 0), ("dry-run", 0), ("lock", 1)])
def test_a_lock_stops_and_counts(other, capsys, milestone, code):
    with_tables(other)
    assert other.build(*(["--milestone", milestone] if milestone else [])) == code
    if code:
        assert "STOP  TERM-UNCODED  AE, AEDECOD: Terms without code of MedDRA: 1 of 3: '发 热' in 2 records." in (
            capsys.readouterr().err
        )
        assert [f.rule for f in other.findings if f.level == "stop"] == ["TERM-UNCODED"]


def test_a_study_may_insist_on_codes(other):
    with_tables(other)
    other.append("spec/study.yaml", "levels: {TERM-UNCODED: stop}\n")
    assert other.build("--milestone", "draft") == 1


def test_the_count_stands_in_the_summary_and_the_record(other):
    with_tables(other)
    built = onespec.open(other.spec, other.raw, other.out).build()
    assert "\nTerms without code: 1 of 3 (MedDRA 1), 2 records.\n" in built.text()
    facts = {
        "dictionaries": {"MedDRA": {"terms": 3, "without_code": 1, "records": 2}},
        "without_translation": {"texts": 0, "records": 0},
    }
    assert (
        json.loads((other.out / "run.json").read_text(encoding="utf-8"))["coding"] == facts == built.facts()["coding"]
    )


def test_it_is_the_same_however_the_work_is_cut(other):
    with_tables(other)
    found = []
    for rows in ("1", "100000"):
        assert other.build("--part-rows", rows) == 0
        found.append((other.out / "reports" / "coding.csv").read_bytes())
    assert found[0] == found[1]
