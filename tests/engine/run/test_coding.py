"""The code that a coder gave to a text fills what the export leaves blank."""

from __future__ import annotations

import csv

import pytest
from coded import HEAD, SIGNED, events, table, with_tables
from support import values_of

import onespec


def column(study, dataset: str, *names: str) -> list[tuple[str, ...]]:
    rows = csv.DictReader(values_of(study.out / "sdtm" / f"{dataset}.xpt").splitlines())
    return [tuple(row[name] for name in names) for row in rows]


def test_blanks_are_filled_by_text_and_the_export_counts_before_the_table(other):
    with_tables(other)
    table(other, "meddra", HEAD + f"发热,zh,Pyrexia,General disorders,{SIGNED}Cough,en,Coughing,Other,{SIGNED}")
    assert other.build() == 0
    assert sorted(column(other, "ae", "AETERM", "AEDECOD", "AEBODSYS")) == [
        ("Cough", "Cough", "Respiratory disorders"),
        ("Cough", "Productive cough", "Respiratory disorders"),
        ("Fever", "Pyrexia", "General disorders"),
        ("Fever", "Pyrexia", "General disorders"),
        ("oral thrush", "Oral candidiasis", "Infections and infestations"),
    ]


def test_without_a_table_the_record_stands_there_with_a_blank(other):
    with_tables(other)
    assert other.build() == 0
    assert ("Fever", "") in column(other, "ae", "AETERM", "AEDECOD")


def test_a_record_without_a_text_takes_no_code(other):
    with_tables(other)
    events(other, "101,1,,,,,10/01/2021", "201,1,发热,Fever,,,20/01/2021")
    table(other, "meddra", HEAD + f"发热,zh,Pyrexia,General disorders,{SIGNED}")
    assert other.build() == 1  # AETERM is required
    assert {(f.rule, f.column) for f in other.findings if f.level == "stop"} == {
        ("VALUE-REQUIRED", "AETERM"),
        ("VALUE-REQUIRED", "AEDECOD"),
    }


OCCURRENCES = """\
dataset: {d}
keys: [STUDYID, USUBJID, {t}, {d}SEQ]
records:
  - read: {{from: events}}
variables:
  STUDYID: {{predecessor: DM.STUDYID}}
  DOMAIN:  {{assigned: {d}}}
  USUBJID: {{predecessor: DM.USUBJID}}
  {d}SEQ:  {{derived: sequence, with: {{by: [{t}]}}}}
  {t}:     {{collected: events.EVENT}}
  {d}DECOD: {{collected: events.TERM, dictionary: MEDDRA, codelist: none}}
  {d}STDTC: {{collected: events.BEGAN}}
"""


@pytest.mark.parametrize(("dataset", "topic"), [("MH", "MHTERM"), ("CM", "CMTRT"), ("PR", "PRTRT")])
def test_a_record_of_each_domain_has_its_decode_blank_until_then(other, dataset, topic):
    """A dictionary of another domain, too: what is missing there is counted, and filled from the same table."""
    with_tables(other)
    text = OCCURRENCES.format(d=dataset, t=topic)
    if dataset == "CM":
        text += "  CMENDTC: {not_available: not collected}\n"
    (other.spec / "sdtm" / f"{dataset.lower()}.yaml").write_text(text, encoding="utf-8")
    assert other.build() == 0, other.faults()
    decode = f"{dataset}DECOD"
    assert ("Fever", "") in column(other, dataset.lower(), topic, decode)
    assert (dataset, decode, 2) in {(f.dataset, f.column, f.count) for f in other.queries if f.rule == "TERM-UNCODED"}
    assert other.build("--milestone", "lock") == 1
    table(other, "meddra", HEAD + f"发热,zh,Pyrexia,General disorders,{SIGNED}")
    assert other.build("--milestone", "lock") == 0
    assert ("Fever", "Pyrexia") in column(other, dataset.lower(), topic, decode)


def test_the_source_is_explained(other):
    with_tables(other)
    table(other, "meddra", HEAD + f"发热,zh,Pyrexia,General disorders,{SIGNED}")
    study = onespec.open(other.spec, other.raw, other.out)
    said = study.explain("AE", {"AETERM": "Fever"}, "AEDECOD", most=1).text()
    assert "AEDECOD = Pyrexia\n  Coded: table meddra, row 1 ('发热'), version 23.1, A. Coder 2021-02-01." in said
    assert "Coded" not in study.explain("AE", {"AETERM": "oral thrush"}, "AEDECOD").text()


def test_it_reaches_what_is_made_of_it(other):
    with_tables(other)
    table(other, "meddra", HEAD + f"发热,zh,Pyrexia,General disorders,{SIGNED}")
    reached = onespec.open(other.spec, other.raw, other.out).impact("meddra").text()
    assert "AE.AEDECOD" in reached and "AE.AEBODSYS" in reached


def test_another_code_rebuilds_the_dataset_alone(other):
    with_tables(other)
    table(other, "meddra", HEAD + f"发热,zh,Pyrexia,General disorders,{SIGNED}")
    assert other.build() == 0
    table(other, "meddra", HEAD + f"发热,zh,Hyperthermia,General disorders,{SIGNED}")
    built = onespec.open(other.spec, other.raw, other.out).build()
    assert [d.name for d in built.result.datasets if d.rebuilt] == ["AE"]
    assert ("Fever", "Hyperthermia") in column(other, "ae", "AETERM", "AEDECOD")
