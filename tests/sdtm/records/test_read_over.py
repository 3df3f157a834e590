"""Rows in the place of the dataset's own records that tell of the same."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import contents, run_build

from onespec.cli.main import main
from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.engine.xpt.reader import read_xpt
from onespec.sdtm.records.read_over import Earlier, Thing, read_over

MINE, THEIRS = ("SUBJECT", "KIND", "DATE", "VISIT", "SEV"), ("SUBJECT", "DVDECOD", "DVSTDTC", "V", "CLASS", "RULE")


def frame(columns, rows):
    return Frame({n: text([str(row[i]) for row in rows]) for i, n in enumerate(columns)}, len(rows))


def over(rows, found, report=None):
    """Of each row the rule of the record in whose place it stands, and the records that are left out."""
    source = Selection("form", frame(MINE, rows), np.arange(len(rows)))
    words = {
        "match": ["DVDECOD"],
        "date": "DVSTDTC",
        "visit": "V",
        "same": ["CLASS"],
        "carry": ["RULE"],
        "shown": "RULE",
    }
    earlier = Earlier(name="DV", frame=frame(THEIRS, found), position=10 + np.arange(len(found)), **words)
    made = read_over(source, Thing(["KIND"], "DATE", "VISIT", ["SEV"]), earlier, report or Report())
    assert list(made.position) == list(range(len(rows)))
    return list(made.values["RULE"]), list(made.replaces), made


@pytest.mark.parametrize(
    ("row", "record", "same"),
    [
        (("2026-01-28", ""), ("2026-01-28", ""), True),
        (("2026-01-28", ""), ("2026-01-28T13:06", ""), True),  # the day
        (("2026-01-28", ""), ("2026-01-29", ""), False),
        (("2026-01-28", "C5"), ("2026-01-29", "C5"), True),  # not the day, but the visit
        (("", "C5"), ("2026-01-29", "C5"), True),
        (("", ""), ("2026-01-29", ""), False),  # unknown is not the same
        (("", ""), ("", ""), False),
        (("2026-01", ""), ("2026-01-29", ""), True),  # a partial date that may be the other
        (("2026", ""), ("2026-01-29", ""), True),
        (("2026", ""), ("2026-01", ""), True),
        (("2026-01-29", ""), ("2026-01", ""), True),
        (("2026-02", ""), ("2026-01-29", ""), False),
        (("2026-01", ""), ("2026-01", ""), True),
    ],
)
def test_the_same_day_the_same_visit_or_a_partial_date_that_may_be_the_day(row, record, same):
    told = over([("01", "WINDOW", *row, "")], [("01", "WINDOW", *record, "", "R1")])
    assert told[:2] == ((["R1"], [10]) if same else ([""], []))


@pytest.mark.parametrize(("subject", "kind"), [("02", "WINDOW"), ("01", "DOSE")])
def test_another_subject_or_kind_is_not_the_same(subject, kind):
    assert over([(subject, kind, "2026-01-28", "C5", "")], [("01", "WINDOW", "2026-01-28", "C5", "", "R1")])[1] == []


def test_the_day_goes_before_the_visit_and_both_before_a_partial_date():
    found = [("01", "A", "2026-01-05", "C1", "", "R1"), ("01", "A", "2026-01-28", "C2", "", "R2")]
    rows = [("01", "A", "2026-01", "", ""), ("01", "A", "2026-01-28", "C1", "")]
    assert over(rows, found)[0] == ["R1", "R2"]
    assert over([("01", "A", "", "C2", ""), ("01", "A", "2026-01-05", "C2", "")], found)[0] == ["R2", "R1"]


def test_each_stands_for_one_other_the_first_for_the_first():
    found = [("01", "A", "2026-01-05", "", "", "R1"), ("01", "A", "2026-01-05", "", "", "R2")]
    rows = [("01", "A", "2026-01-05", "", "")] * 3
    assert over(rows, found)[:2] == (["R1", "R2", ""], [10, 11])
    assert over(rows[:1], found)[:2] == (["R1"], [10])


def test_without_records_and_without_rows():
    assert over([("01", "A", "2026-01-05", "", "")], [])[:2] == ([""], [])
    assert over([], [("01", "A", "2026-01-05", "", "", "R1")])[:2] == ([], [])


def test_what_the_row_says_otherwise_is_asked_and_counts():
    report = Report()
    found = [("01", "A", "2026-01-05", "C1", "MINOR", "R1"), ("01", "B", "2026-01-05", "C1", "MINOR", "R2")]
    over([("01", "A", "2026-01-06", "C1", "MAJOR"), ("01", "B", "", "C1", "")], found, report)
    said = "differs from the record of DV that tells of the same thing"
    assert [(told.rule, told.message, list(told.rows)) for told in report.entries] == [
        ("NOT-THE-SAME", f"SEV {said} (CLASS is MINOR); the row counts.", [0]),
        ("NOT-THE-SAME", f"DATE {said} (DVSTDTC is 2026-01-05); the row counts.", [0]),
    ]
    assert report.columns == ["SEV", "DATE"]


def test_it_says_in_whose_place_it_stands():
    made = over(
        [("01", "A", "2026-01-05", "", ""), ("01", "B", "", "", "")], [("01", "A", "2026-01-05", "", "", "R1")]
    )[2]
    assert [made.decision.reasons(n)[0].text for n in (0, 1)] == [
        "It takes the place of a record of DV that tells of the same: R1",
        "No other record of DV tells of the same.",
    ]


KINDS, DATES, VISITS = (
    st.sampled_from("AB"),
    st.sampled_from(["", "2026-01", "2026-01-05", "2026-01-06"]),
    st.sampled_from(["", "C1"]),
)
THINGS = st.lists(st.tuples(st.sampled_from(["01", "02"]), KINDS, DATES, VISITS), max_size=6)


@given(THINGS, THINGS)
def test_nothing_is_taken_twice_and_what_is_left_is_not_the_same(rows, found):
    rules, gone, _ = over([(*row, "") for row in rows], [(*record, "", n) for n, record in enumerate(found)])
    taken = [int(rule) for rule in rules if rule]
    assert sorted(taken) == sorted(p - 10 for p in gone) and len(set(taken)) == len(taken)
    for row, rule in zip(rows, rules, strict=True):
        if rule:
            assert row[:2] == found[int(rule)][:2]
    alone = [row for row, rule in zip(rows, rules, strict=True) if not rule and (row[3] or len(row[2]) == 10)]
    left = [record for n, record in enumerate(found) if n not in taken]
    for row in alone:
        assert not [
            r for r in left if r[:2] == row[:2] and (row[3] and r[3] == row[3] or len(row[2]) == 10 and r[2] == row[2])
        ]


# In a study: what a check finds, and what a form tells of ----------------------------------------------------

CHECKS = """checks:
  - must_not_be: {name: serious, from: AE, where: {AESER: "Y"}, shown: AETERM, message: The event is serious.}
"""
FORM = """  told:
    label: Deviations
    file: told.csv
    encoding: utf-8
    subject: SUBJID
    key: [SUBJID, NO]
    fields:
      SUBJID: {label: Subject, type: text}
      NO: {label: Number, type: number}
      KIND: {label: Kind, type: text}
      DATE: {label: Date, type: date, format: [YYYY-MM-DD]}
      VISIT: {label: Visit, type: text}
      WORDS: {label: Words, type: text}
"""
DEVIATIONS = """dataset: DV
keys: [STUDYID, USUBJID, DVSTDTC, DVTERM]
records:
  - found: {check: serious, message: DVTERM, set: {DVDECOD: SAFETY, DVRULE: SERIOUS EVENT}}
  - read_over:
      from: told
      match: [KIND]
      date: DATE
      visit: VISIT
      over: {from: DV, match: [DVDECOD], date: DVSTDTC, visit: visit, shown: DVTERM, carry: [DVRULE, found_date]}
variables:
  STUDYID: {predecessor: DM.STUDYID}
  DOMAIN: {assigned: DV}
  USUBJID: {predecessor: DM.USUBJID}
  DVSEQ: {derived: sequence, with: {by: [DVSTDTC, DVTERM]}}
  DVSPID: {collected: told.NO}
  DVTERM: {collected: told.WORDS}
  DVDECOD: {collected: told.KIND}
  DVSTDTC: {derived: first_filled, with: {values: [told_date, found_date]}}
supplemental:
  DVRULE: {label: Rule}
helpers:
  told_date: {collected: told.DATE, type: date}
  found_date: {predecessor: AE.AESTDTC}
  visit: {collected: told.VISIT, type: text}
"""


@pytest.fixture
def deviations(other):
    other.append("spec/checks.yaml", CHECKS)
    other.append("spec/crf.yaml", FORM)
    other.append("spec/sdtm/dv.yaml", DEVIATIONS)
    rows = [
        "201,1,SAFETY,2021-01-20,,Went to hospital",
        "201,2,OTHER,2021-02-01,WEEK 2,Lost a diary",
        "102,1,SAFETY,,,Nobody knows when",
    ]
    other.append("raw/told.csv", "\n".join(["SUBJID,NO,KIND,DATE,VISIT,WORDS", *rows, ""]))
    return other


def records(folder):
    data = read_xpt(folder / "sdtm" / "dv.xpt")[1]
    return [tuple(row) for row in data[["USUBJID", "DVSEQ", "DVSPID", "DVTERM", "DVSTDTC"]].itertuples(index=False)]


WANTED = [
    ("ASTH-02-S1-102", 1, "1", "Nobody knows when", ""),
    ("ASTH-02-S2-201", 1, "1", "Went to hospital", "2021-01-20"),
    ("ASTH-02-S2-201", 2, "2", "Lost a diary", "2021-02-01"),
]


def test_one_record_for_what_both_tell(deviations, tmp_path):
    assert deviations.build() == 0
    assert records(deviations.out) == WANTED
    supplemental = read_xpt(deviations.out / "sdtm" / "suppdv.xpt")[1]
    assert supplemental[["USUBJID", "IDVARVAL", "QVAL"]].values.tolist() == [["ASTH-02-S2-201", "1", "SERIOUS EVENT"]]
    assert run_build(deviations.spec, deviations.raw, tmp_path / "single", "--part-rows", "1") == 0
    assert contents(tmp_path / "single" / "sdtm") == contents(deviations.out / "sdtm")


def test_a_date_that_the_form_lacks_is_that_of_the_record(deviations):
    deviations.replace("raw/told.csv", "201,1,SAFETY,2021-01-20,,", "201,1,SAFETY,,WEEK 1,")
    deviations.replace(
        "spec/sdtm/dv.yaml", "visit: {collected: told.VISIT, type: text}", "visit: {assigned: WEEK 1, type: text}"
    )
    assert deviations.build() == 0
    assert records(deviations.out)[1] == ("ASTH-02-S2-201", 1, "1", "Went to hospital", "2021-01-20")


def test_records_of_another_dataset_cannot_be_replaced(deviations):
    deviations.replace(
        "spec/sdtm/dv.yaml",
        "match: [DVDECOD], date: DVSTDTC, visit: visit, shown: DVTERM, carry: [DVRULE, found_date]",
        "match: [AETERM], date: AESTDTC, visit: AETERM, shown: AETERM",
    )
    deviations.replace("spec/sdtm/dv.yaml", "over: {from: DV", "over: {from: AE")
    deviations.replace("spec/sdtm/dv.yaml", "  visit: {collected: told.VISIT, type: text}\n", "")
    assert deviations.build() == 1
    assert [f.message for f in deviations.findings if f.rule == "SPEC-OPERATION"] == [
        "read_over takes the place of records of DV, and is given those of others."
    ]


def test_explain_says_it(deviations, capsys):
    assert deviations.build() == 0
    capsys.readouterr()
    given = ("--study", deviations.spec, "--raw", deviations.raw, "--out", deviations.out)
    assert main(["explain", "DV", "--where", "USUBJID=ASTH-02-S2-201", *map(str, given)]) == 0
    said = capsys.readouterr().out
    assert "It takes the place of a record of DV that tells of the same: The event is serious." in said
    assert "No other record of DV tells of the same." in said
