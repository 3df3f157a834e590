"""Helpers: computed for variables of their dataset, and held by none."""

from __future__ import annotations

import pytest
from lxml import etree

from onespec import open as open_study
from onespec.engine.days import iso_date
from onespec.engine.xpt.reader import read_xpt

ADSL = "spec/adam/adsl.yaml"
CHAIN = """  ENDDT: {label: End or Event, type: sasdate, derived: earliest_date, with: {dates: [TRTEDT, serious]}}
helpers:
  event:   {derived: earliest, with: {date: AE.AESTDTC, where: {AESER: Y}}, type: datetime}
  serious: {derived: sas_date, with: {date: event}, type: sasdate}
"""


@pytest.fixture
def chained(other):
    other.append(ADSL, CHAIN)
    return other


def test_a_variable_is_made_of_helpers_and_the_dataset_does_not_hold_them(chained):
    assert chained.faults() == []
    assert chained.build() == 0
    header, rows = read_xpt(chained.out / "adam/adsl.xpt")
    assert [v.name for v in header.variables if not v.name.isupper()] == []
    days = [iso_date(day) if day else "" for day in rows.ENDDT.fillna(0).astype(int)]
    assert dict(zip(rows.SUBJID, days, strict=True)) == {"101": "2021-02-20", "102": "", "201": "2021-01-20"}


def test_define_tells_the_whole_chain_in_words(chained):
    assert chained.build() == 0
    define = etree.parse(chained.out / "adam/define.xml")
    texts = [e.text for e in define.iter("{*}TranslatedText")]
    assert [t for t in texts if "TRTEDT, (" in (t or "")] == [
        "The earliest of TRTEDT, (the date part of (the earliest AE.AESTDTC of the subject, with the precision "
        "collected. A partial date, or one without a time, counts as the end of the period that it may stand for, "
        'after every more precise one in that period; blanks do not count. Only records where AESER is "Y" count) [A] '
        "as a SAS date (days since 1960-01-01); missing when A lacks year, month or day); missing when all are."
    ]
    assert "serious" not in etree.tostring(define).decode()


WRONG = [
    ("helpers: [a]", "STOP  SPEC-TYPE  adam/adsl.yaml:23: 'helpers' must be a mapping (name: value)."),
    (
        "helpers: {late: {derived: sas_date, with: {date: DM.RFENDTC}, type: sasdate}}",
        "STOP  SPEC-UNUSED  adam/adsl.yaml:23, late: The helper late of ADSL is not used. Fix: Use it, or remove it.",
    ),
    (
        "helpers: {LATE: {assigned: x, type: text}}",
        "STOP  SPEC-NAME  adam/adsl.yaml:23: 'LATE' is no name of a helper. Fix: Begin with a small letter; go on with "
        "small letters, digits and _: it is never taken for a variable then.",
    ),
    (
        "helpers: {late: {derived: sas_date, with: {date: DM.RFENDTC}}}",
        "STOP  SPEC-MISSING  adam/adsl.yaml:23, late: Helper late of ADSL has no type.",
    ),
    (
        "helpers: {late: {assigned: x, type: txt}}",
        "STOP  SPEC-TYPE  adam/adsl.yaml:23, late: 'type' of helper late is 'txt'.",
    ),
    (
        "helpers: {late: {type: text}}",
        "STOP  SPEC-ORIGIN  adam/adsl.yaml:23, late: ADSL.late has no origin. Fix: Give it exactly one of: collected, "
        "assigned, protocol, derived, predecessor.",
    ),
    (
        "helpers: {late: {not_available: nobody asked}}",
        "STOP  SPEC-KEY  adam/adsl.yaml:23: 'not_available' is not an entry of helper late.",
    ),
    (
        "helpers: {late: {assigned: x, type: text, label: Late}}",
        "STOP  SPEC-KEY  adam/adsl.yaml:23: 'label' is not an entry of helper late.",
    ),
    (
        "helpers: {late: {derived: latest_date, with: {dates: [TRTEDT, lat]}, type: sasdate}}",
        "STOP  SPEC-VARIABLE  adam/adsl.yaml:23, late: There is no variable 'lat' in ADSL. Fix: Did you mean 'late'?",
    ),
    (
        "helpers: {late: {derived: latest_date, with: {dates: [TRTEDT, late]}, type: sasdate}}",
        "STOP  SPEC-CIRCLE  adam/adsl.yaml:23, late: The derivation runs in a circle: ADSL.late needs ADSL.late.",
    ),
]


@pytest.mark.parametrize(("written", "said"), WRONG, ids=[w for w, _ in WRONG])
def test_what_is_wrong(other, written, said):
    other.append(ADSL, f"{written}\n")
    assert any(f.startswith(said) for f in other.faults()), other.faults()


def test_a_helper_is_no_key(chained):
    chained.replace(ADSL, "keys: [STUDYID, USUBJID]", "keys: [STUDYID, USUBJID, event]")
    assert (
        "STOP  SPEC-KEYS  adam/adsl.yaml:25, event: The helper event is not in ADSL, so it is none of its keys. "
        "Fix: Make it a variable, or take it out of 'keys'."
    ) in chained.faults()


def test_a_record_step_sets_no_helper(chained):
    chained.replace(ADSL, "read: {from: DM}", "read: {from: DM, set: {event: x}}")
    assert (
        "STOP  SPEC-VARIABLE  adam/adsl.yaml:7: A record step sets event, which is no variable of ADSL. "
        "Fix: Set a variable; a helper has its values by its verb alone."
    ) in chained.faults()


def test_another_dataset_cannot_name_it(chained):
    chained.replace(
        "spec/sdtm/dm.yaml",
        "RFPENDTC: {not_available: no follow-up after the last inhaler}",
        "RFPENDTC: {predecessor: ADSL.event}",
    )
    assert (
        "STOP  SPEC-REFERENCE  sdtm/dm.yaml:15, RFPENDTC: event is a helper of ADSL, which alone can name it. "
        "Fix: Make it a variable there, or compute it here, too."
    ) in chained.faults()


def test_a_collected_helper_uses_its_field_and_carries_nothing(other):
    other.append("spec/sdtm/dm.yaml", "helpers:\n  born: {collected: enrol.BORN, type: date}\n")
    other.replace("spec/sdtm/dm.yaml", "BRTHDTC:  {collected: enrol.BORN}", "BRTHDTC: {not_available: kept back}")
    other.replace("spec/sdtm/dm.yaml", "birth: BRTHDTC", "birth: born")
    assert other.faults() == []
    assert other.build() == 0
    account = (other.out / "reports/accounting.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "enrol,BORN,3,0,3,0,0,0" in account  # form, field, filled, carried, used


def test_it_is_seen_by_show_explain_impact_and_diff(chained, tmp_path):
    study = open_study(chained.spec, chained.raw, chained.out)
    assert "serious: {derived: sas_date, with: {date: event}, type: sasdate}" in study.show("ADSL")
    assert "ADSL.event, of records where AESER EQ Y\n" in study.impact("AE.AESTDTC").text()
    assert study.impact("ADSL.event").text().startswith("ADSL.event is used directly by\n  ADSL.serious\n")
    told = study.explain("adsl", {"event": "2021-01-20"}, ["serious"]).text()
    assert "serious = 2021-01-20\n  Derived by sas_date: The date part of event as a SAS date" in told
    assert "- event = 2021-01-20\n" in told
    old = chained.copy(tmp_path / "old")
    chained.replace(ADSL, "where: {AESER: Y}", "where: {AESER: N}")
    text = open_study(chained.spec, chained.raw, chained.out).diff(open_study(old.spec, old.raw, old.out)).text()
    assert "ADSL.event changed" in text
