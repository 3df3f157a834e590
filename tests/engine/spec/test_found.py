"""Records that a check finds: the rule stands in checks.yaml, a step `found` of a dataset names it."""

from __future__ import annotations

from support import run_build

from onespec.engine.xpt.reader import read_xpt

CHECKS = """checks:
  - not_before: {name: early, from: EX, date: EXSTDTC, limit: DM.RFICDTC, meaning: informed consent}
  - must_not_be: {name: serious, from: AE, where: {AESER: "Y"}, shown: AETERM, message: The event is serious.}
"""
DEVIATIONS = """dataset: DV
keys: [STUDYID, USUBJID, DVSTDTC, DVTERM]
records:
  - found: {check: serious, message: DVTERM, set: {DVDECOD: SERIOUS EVENT}}
  - found: {check: early, message: DVTERM, set: {DVDECOD: TREATMENT TOO EARLY}}
variables:
  STUDYID: {predecessor: DM.STUDYID}
  DOMAIN: {assigned: DV}
  USUBJID: {predecessor: DM.USUBJID}
  DVSEQ: {derived: sequence, with: {by: [DVSTDTC, DVTERM]}}
  DVSTDTC: {predecessor: [AE.AESTDTC, EX.EXSTDTC]}
"""


def with_deviations(study, checks: str = CHECKS, deviations: str = DEVIATIONS) -> None:
    study.append("spec/checks.yaml", checks)
    study.append("spec/sdtm/dv.yaml", deviations)


def records(folder):
    frame = read_xpt(folder / "sdtm" / "dv.xpt")[1]
    return [tuple(row) for row in frame[["USUBJID", "DVTERM", "DVDECOD", "DVSTDTC"]].itertuples(index=False)]


WANTED = [
    ("ASTH-02-S1-102", "EX.EXSTDTC is before the informed consent.", "TREATMENT TOO EARLY", "2021-01-03"),
    ("ASTH-02-S2-201", "The event is serious.", "SERIOUS EVENT", "2021-01-20"),
]


def test_a_record_for_each_that_the_check_finds_and_the_query_still(other):
    with_deviations(other)
    other.replace("raw/inhaler.csv", "102,Placebo,2,06/01/2021", "102,Placebo,2,03/01/2021")
    assert other.build() == 0
    assert records(other.out) == WANTED
    asked = [(f.rule, f.subject) for f in other.queries if f.rule.startswith("CHECK")]
    assert asked == [("CHECK-CONTRADICTION", "201"), ("CHECK-BEFORE", "102")]


def test_the_records_do_not_depend_on_the_parts(other, tmp_path):
    with_deviations(other)
    assert other.build() == 0
    assert run_build(other.spec, other.raw, tmp_path / "single", "--part-rows", "1") == 0
    assert records(tmp_path / "single") == records(other.out) != []


def test_a_changed_rule_changes_the_records(other):
    with_deviations(other)
    assert other.build() == 0
    other.replace("spec/checks.yaml", 'AESER: "Y"', 'AESER: "N"')
    assert other.build() == 0
    assert [row[3] for row in records(other.out)] == ["2021-01-10", "2021-01"]


def test_define_xml_tells_of_the_rule(other):
    with_deviations(other)
    assert other.build() == 0
    text = (other.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    assert (
        "One record for each record of AE where AESER is &quot;Y&quot; that the rule finds: serious."
        in text.replace('"', "&quot;")
    )


def test_a_name_that_no_check_has_and_one_that_nobody_uses(other):
    with_deviations(other, deviations=DEVIATIONS.replace("check: serious", "check: seriuos"))
    assert [line for line in other.faults() if "SPEC-JOIN" not in line] == [  # no step reads AE, in consequence
        "STOP  SPEC-UNUSED  checks.yaml:3: Check serious has a name, and no step 'found' of a dataset names it. "
        "Fix: Take the name out, or use it.",
        "STOP  SPEC-REFERENCE  sdtm/dv.yaml:4: There is no named check 'seriuos'. Fix: Did you mean 'serious'?",
    ]


def test_one_name_for_two_checks_an_unknown_entry_and_one_that_lacks(other):
    with_deviations(
        other,
        CHECKS.replace("name: early", "name: serious"),
        DEVIATIONS.replace("check: early, message: DVTERM", "chek: early"),
    )
    assert [line for line in other.faults() if "SPEC-JOIN" not in line] == [
        "STOP  SPEC-TWICE  checks.yaml:3: Check serious is named twice. Fix: Give one another name.",
        "STOP  SPEC-KEY  sdtm/dv.yaml:5: 'chek' is not an entry of 'found'. Fix: Did you mean 'check'?",
        "STOP  SPEC-MISSING  sdtm/dv.yaml:5: 'found' has no 'check'. Fix: Add 'check:'.",
        "STOP  SPEC-MISSING  sdtm/dv.yaml:5: 'found' has no 'message'. Fix: Add 'message:'.",
    ]
