"""What differs between editions: found by following references; what would go wrong in silence is told."""

from __future__ import annotations

import csv

import pytest
from support import SHIPPED, values_of

import onespec
from onespec.engine.plan.editions import differing

STUDY, CRF, AE, EVENTS = "spec/study.yaml", "spec/crf.yaml", "spec/sdtm/ae.yaml", "raw/events.csv"


@pytest.fixture
def bilingual(other):
    """The other study, whose events have a coded term in Chinese beside the English one."""
    other.replace(
        CRF, "      TERM:", "      TERM_ZH: {label: Term in Chinese, type: text, not_submitted: Chinese}\n      TERM:"
    )
    field = next(line for line in (other.folder / CRF).read_text().splitlines() if line.strip().startswith("TERM:"))
    other.replace(CRF, field, f"{field.rstrip().rstrip('}')}, in: {{zh: TERM_ZH}}}}")
    rows = list(csv.reader((other.folder / EVENTS).read_text().splitlines()))
    chinese = {"Dysphonia": "声音嘶哑", "Asthma": "哮喘", "Oral candidiasis": "口腔念珠菌病"}
    at = rows[0].index("TERM")
    lines = [[*rows[0], "TERM_ZH"], *([*row, chinese[row[at]]] for row in rows[1:])]
    with (other.folder / EVENTS).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
    return other


def told(study, edition="zh"):
    """Rule, level and column of what a check says of editions."""
    try:
        findings = onespec.open(study.spec, study.raw, study.out, edition=edition).check().findings
    except onespec.Stopped as stopped:
        findings = stopped.findings
    return {(f.rule, f.level, f.dataset, f.column) for f in findings if f.rule in ("SPEC-EDITION", "SPEC-ORDER")}


def terms(study, name):
    return [row[name] for row in csv.DictReader(values_of(study.out / "sdtm/ae.xpt").splitlines())]


def test_the_text_of_the_edition_is_taken(bilingual):
    assert bilingual.build() == 0
    assert terms(bilingual, "AEDECOD") == ["Dysphonia", "Asthma", "Oral candidiasis"]
    bilingual.replace(STUDY, "language: en", "language: zh")
    assert bilingual.build() == 0
    assert sorted(terms(bilingual, "AEDECOD")) == sorted(["声音嘶哑", "哮喘", "口腔念珠菌病"])


def test_a_blank_term_is_asked_for_and_the_english_one_is_taken(bilingual):
    bilingual.replace(EVENTS, "声音嘶哑", "")
    bilingual.replace(STUDY, "language: en", "language: zh")
    assert bilingual.build() == 0
    assert "Dysphonia" in terms(bilingual, "AEDECOD")
    text = (bilingual.out / "reports/coding.csv").read_text(encoding="utf-8-sig")
    assert "RAW-EDITION" in text and "'Dysphonia' has no text of this edition in TERM_ZH; carried as it stands." in text


def test_in_the_other_edition_the_field_is_not_submitted(bilingual):
    assert bilingual.build() == 0
    with (bilingual.out / "reports/accounting.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(r["form"], r["field"]): r for r in csv.DictReader(file)}
    field = rows["events", "TERM_ZH"]
    assert (field["filled"], field["not_submitted"], field["balance"]) == ("3", "3", "0")


def test_copies_differ_and_numbers_do_not(bilingual):
    plan = onespec.open(bilingual.spec).plan()
    known = {column for column in differing(plan) if column[0] in plan.study.datasets}
    assert known == {("AE", "AEDECOD")}


def test_what_is_sorted_or_numbered_by_it_is_told(bilingual):
    """The other study sorts AE by AEDECOD, and numbers it so."""
    assert told(bilingual) == {("SPEC-ORDER", "query", "AE", "AEDECOD"), ("SPEC-ORDER", "query", "AE", "AESEQ")}
    assert told(bilingual, "en") == set()


def test_a_constant_that_meets_it_stops_the_edition(bilingual):
    bilingual.append(
        AE, "supplemental:\n  ASTHMA: {label: Asthma, derived: value_when_present, with: {present: t, value: A}}\n"
    )
    bilingual.append(
        AE, "helpers:\n  t: {derived: first_value, with: {value: AE.AEDECOD, where: {AEDECOD: Asthma}}, type: text}\n"
    )
    found = {each[:2] for each in told(bilingual)}
    assert ("SPEC-EDITION", "stop") in found
    assert ("SPEC-EDITION", "stop") not in {each[:2] for each in told(bilingual, "en")}


def test_the_shipped_study_has_nothing_of_the_kind():
    assert told(type("S", (), {"spec": SHIPPED, "raw": None, "out": None})) == set()


def test_a_column_of_a_table_in_two_languages(tmp_path):
    from onespec.engine.findings import Findings
    from onespec.engine.spec.edition_texts import take_columns

    rows = [{"MEDICATION": "HEPARIN", "MEDICATION@zh": "肝素", "DAYS": "10"}]
    for language, name in (("en", "HEPARIN"), ("zh", "肝素")):
        tables = {"prohibited": [dict(row) for row in rows]}
        assert take_columns(tables, language, findings := Findings()) == {("prohibited", "MEDICATION")}
        assert tables["prohibited"] == [{"MEDICATION": name, "DAYS": "10"}]
        assert not findings
    lacking = {"prohibited": [rows[0] | {"MEDICATION@zh": ""}]}
    take_columns(lacking, "zh", findings := Findings())
    assert [f.message for f in findings] == ["'HEPARIN' of MEDICATION has no text in the column MEDICATION@zh."]
