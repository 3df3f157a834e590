"""Constants in the place of columns: study.NAME, and what has no letter and so names nothing."""

from __future__ import annotations

import pytest
from lxml import etree

from onespec.engine.plan.references import Fixed
from onespec.engine.xpt.reader import read_xpt

DM, ADSL, STUDY = "spec/sdtm/dm.yaml", "spec/adam/adsl.yaml", "spec/study.yaml"
USUBJID = "USUBJID:  {derived: unique_subject_id, with: {study: STUDYID, site: SITEID, subject_number: SUBJID}}"
ARM = "ARM:      {protocol: arms.ARM, match: {ARMCD: ARMCD}}"


def texts(study, standard):
    return [e.text for e in etree.parse(study.out / standard / "define.xml").iter("{*}TranslatedText")]


@pytest.mark.parametrize(("text", "value"), [("2.54", 2.54), ("-1", -1.0), ("01", "01"), ("1.0", "1.0"), ("-", "-")])
def test_a_number_is_one_as_it_is_written_shortest(text, value):
    assert Fixed.of(text).value == value


def test_texts_are_joined_with_constants_and_facts_of_the_study(other):
    joined = 'parts: [study.STUDYID, "/", SITEID, " ", SUBJID], separator: ""'
    other.replace(DM, USUBJID, f"USUBJID:  {{derived: concatenate, with: {{{joined}}}}}")
    assert other.faults() == []
    assert other.build() == 0
    assert read_xpt(other.out / "sdtm/dm.xpt")[1].USUBJID.tolist() == [
        "ASTH-02/S1 101",
        "ASTH-02/S1 102",
        "ASTH-02/S2 201",
    ]
    assert [t for t in texts(other, "sdtm") if t and "joined in this order" in t] == [
        '"ASTH-02", "/", SITEID, " ", SUBJID joined in this order with "" between them; blank when one of them is '
        "blank."
    ]


def test_numbers_and_values_of_the_study_are_computed_with(other):
    other.replace(STUDY, "values:\n", "values:\n  later: 10\n")
    other.append(
        ADSL,
        "  AGEU2: {label: Age in Months, type: float, derived: product_of, with: {values: [AGE, 12, study.later]}}\n",
    )
    assert other.faults() == []
    assert other.build() == 0
    rows = read_xpt(other.out / "adam/adsl.xpt")[1]
    assert rows.AGEU2.tolist() == (rows.AGE * 120).tolist()
    assert "The product of AGE, 12, 10; missing when one of them is." in texts(other, "adam")


def test_a_table_is_matched_with_a_value_of_the_study(other):
    other.replace(STUDY, "values:\n", "values:\n  the_arm: PBO\n")
    other.replace(DM, ARM, ARM.replace("{ARMCD: ARMCD}", "{ARMCD: study.the_arm}"))
    assert other.faults() == []
    assert other.build() == 0
    assert set(read_xpt(other.out / "sdtm/dm.xpt")[1].ARM) == {"Placebo"}


def test_a_value_that_no_row_has_is_a_stop(other):
    other.replace(DM, ARM, ARM.replace("{ARMCD: ARMCD}", "{ARMCD: study.STUDYID}"))
    assert other.faults() == [
        "STOP  SPEC-CONSTANT  sdtm/dm.yaml:25, ARM: No row of table arms has 'ASTH-02' in ARMCD. Fix: Known: ICS, PBO."
    ]


def test_the_cells_of_rows_written_inline_name_values_of_the_study(other):
    other.replace(STUDY, "values:\n", "values:\n  old: 45\n")
    ranges = "[{CATEGORY: young, BELOW: study.old}, {CATEGORY: old, FROM: study.old}]"
    other.append(
        ADSL, f"  AGEGR1: {{type: text, codelist: none, derived: category, with: {{value: AGE, ranges: {ranges}}}}}\n"
    )
    assert other.faults() == []
    assert other.build() == 0
    assert set(read_xpt(other.out / "adam/adsl.xpt")[1].AGEGR1) == {"young", "old"}


WRONG = [
    (
        "{derived: product_of, with: {values: [AGE, study.latr]}}",
        "STOP  SPEC-VALUE  adam/adsl.yaml:23: study.yaml has no value 'latr'.",
    ),
    (
        "{derived: product_of, with: {values: [AGE, study.STUDYD]}}",
        "STOP  SPEC-VALUE  adam/adsl.yaml:23: study.yaml has no value 'STUDYD'. Fix: Did you mean 'STUDYID'?",
    ),
    (
        "{derived: product_of, with: {values: [AGE, AGEX]}}",
        "STOP  SPEC-VARIABLE  adam/adsl.yaml:23, NEW: There is no variable 'AGEX' in ADSL.",
    ),
    (
        "{derived: product_of, with: {values: [AGE, SEX]}}",
        "STOP  SPEC-SOURCE  adam/adsl.yaml:23, NEW: 'values' of product_of takes numbers (a date as a SAS date), and "
        "ADSL.SEX is a text.",
    ),
    (
        "{derived: difference_of, with: {value: AGE, minus: study.STUDYID}}",
        "STOP  SPEC-SOURCE  adam/adsl.yaml:23, NEW: 'minus' of difference_of takes numbers (a date as a SAS date), and "
        "'ASTH-02' is a text.",
    ),
    (
        "{derived: difference_of, with: {value: AGE, minus: DM.RFSTDTC}}",
        "STOP  SPEC-SOURCE  adam/adsl.yaml:23, NEW: 'minus' of difference_of takes numbers (a date as a SAS date), and "
        "DM.RFSTDTC is a date of ISO 8601.",
    ),
]


@pytest.mark.parametrize(("verb", "said"), WRONG)
def test_what_is_wrong(other, verb, said):
    other.append(ADSL, f"  NEW: {{label: New, type: float, {verb[1:]}\n")
    assert any(f.startswith(said) for f in other.faults()), other.faults()


def test_a_value_of_the_study_is_no_other_than_what_study_yaml_says_of_it(other):
    other.replace(STUDY, "values:\n", "values:\n  STUDYID: ASTH-03\n")
    other.replace(DM, "study.sponsor_study", "study.STUDYID")
    assert any(
        f.startswith("STOP  SPEC-TWICE  study.yaml:14: 'values' gives STUDYID another value than")
        for f in other.faults()
    )
