"""What waits for a coder and translator in an export."""

from __future__ import annotations

from coded import events, with_tables

import onespec
from onespec.trial.coding import Terms


def waiting(study) -> onespec.Told:
    return onespec.open(study.spec, study.raw, study.out).coding()


def test_terms_and_texts_as_a_terminal_shows_them(other):
    with_tables(other)
    events(other, "101,1,发热,Fever,,,10/01/2021", "201,1,咳嗽,,Cough,Respiratory,20/01/2021")
    assert waiting(other).text().splitlines() == [
        "MedDRA: 发热  (AE 1; events.csv row 1)",
        "translation: 咳嗽  (events.csv row 2)",
        "Terms without code: 1 of 2 (MedDRA 1), 1 record. Texts without translation: 1, 1 record.",
    ]


def test_the_same_for_programs(other):
    facts = waiting(with_tables(other)).facts()
    assert facts["terms"] == [
        {
            "dictionary": "MEDDRA",
            "verbatim": "发 热",
            "language": "zh",
            "translation": "Fever",
            "records": 2,
            "stands_in": "AE 2",
            "nearby": "",
        }
    ]
    assert facts["several_ways"] == [
        {"dictionary": "MEDDRA", "verbatim": "Cough", "codes": {"DECOD": ["Cough", "Productive cough"]}}
    ]


def test_it_is_found_where_the_build_is_stopped_and_where_it_lies_ready(other):
    with_tables(other)
    before = waiting(other).facts()
    assert other.build("--milestone", "lock") == 1
    assert other.build() == 0
    assert waiting(other).facts() == before


def test_a_study_whose_terms_nobody_codes(other):
    for name in ("AEDECOD: {collected: events.TERM", "AEBODSYS: {collected: events.BODY"):
        other.replace("spec/sdtm/ae.yaml", name + ", dictionary: MEDDRA", name)
    other.replace("spec/study.yaml", 'dictionaries:\n  MEDDRA: {name: MedDRA, version: "23.1"}\n', "")
    assert waiting(other).text() == "No variable of the study holds terms of a dictionary."


def test_the_language_of_a_text_is_that_of_the_labels(other):
    terms: Terms = waiting(with_tables(other)).terms
    assert terms.language("Fever", ["events.EVENT"]) == "en"
    assert terms.language("发热", ["events.EVENT"]) == "zh"
    assert terms.language("发热", ["enrol.NUMBER", "nothing"]) == ""
