"""Displays are held against the specification: what they name is there, or `check` stops with the nearest name."""

from __future__ import annotations

import shutil

import pytest
from support import OTHER, SHIPPED

from onespec.engine.findings import Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover
from onespec.packages import operation_packages

GOOD = """\
section: {en: Subjects, zh: 受试者}
defaults:
  counts: {from: DM}
displays:
  sex:
    number: 14.1.10
    title: {en: Sex, zh: 性别}
    analyses:
      - counts: {variable: SEX, label: {en: Sex, zh: 性别}}
      - counts: {variable: RACE}
    footnotes: [Simulated data., {en: One more., zh: 还有。}]
  country:
    number: 14.1.9
    title: Country
    analyses: [{counts: {variable: COUNTRY, where: {SEX: F}}}]
"""


@pytest.fixture
def planned(tmp_path):
    def plan(text: str):
        folder, findings = tmp_path / "spec", Findings()
        shutil.copytree(OTHER / "spec", folder, dirs_exist_ok=True)
        (folder / "displays").mkdir(exist_ok=True)
        (folder / "displays" / "a.yaml").write_text(text, encoding="utf-8")
        made = make_plan(folder, discover(operation_packages()), findings)
        return made, [f"{f.rule} {f.line}: {f.message} {f.fix}" for f in findings if f.file == "displays/a.yaml"]

    return plan


def test_displays_stand_in_the_order_of_their_numbers_with_their_analyses_in_full(planned):
    plan, findings = planned(GOOD)
    assert findings == []
    assert [d.display.name for d in plan.displays] == ["country", "sex"]
    sex = plan.displays[1]
    assert [(a.plan.source.source, a.plan.arguments["variable"].value) for a in sex.analyses] == [
        ("DM", "SEX"),
        ("DM", "RACE"),
    ]
    assert sex.display.title == {"en": "Sex", "zh": "性别"}
    assert sex.analyses[0].analysis.label == {"en": "Sex", "zh": "性别"}
    assert [(n.en, n.zh) for n in sex.display.footnotes] == [("Simulated data.", ""), ("One more.", "还有。")]
    assert sex.display.reason == "SPECIFIED IN SAP"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("variable: SEX", "variable: SEXX", "SPEC-VARIABLE 9: There is no variable 'SEXX' in DM. Did you mean 'SEX'?"),
        (
            "{SEX: F}",
            "{SEX: FF}",
            "SPEC-CONSTANT 15: 'FF' is no term of codelist SEX, which DM.SEX has. Did you mean 'F'?",
        ),
        (
            "variable: RACE",
            "value: RACE",
            "SPEC-PARAMETER 10: counts has no parameter 'value'. Did you mean 'variable'?",
        ),
        (
            "- counts: {variable: RACE}",
            "- count: {variable: RACE}",
            "SPEC-METHOD 10: There is no analysis 'count'. Did you mean 'counts'?",
        ),
        ("number: 14.1.9", "number: first", "SPEC-DISPLAY 13: 'first' is no number of a display. Write 14.2.1."),
        (
            "number: 14.1.9",
            "number: 14.1.10",
            "SPEC-TWICE 12: The number 14.1.10 stands twice (first in displays/a.yaml, line 5). "
            "Give it another name and number.",
        ),
        (
            "from: DM}",
            "from: events}",
            "SPEC-DISPLAY 9: An analysis looks at datasets, and events is a form. Name a dataset.",
        ),
        (
            "title: Country",
            "title: Country\n    population: SAFL",
            "SPEC-VARIABLE 12: There is no variable 'SAFL' in ADSL. Did you mean 'SAFFL'?",
        ),
        (
            "title: Country",
            "titel: Country",
            "SPEC-KEY 14: 'titel' is not an entry of a display. Did you mean 'title'?",
        ),
    ],
)
def test_what_is_not_there_is_a_stop_with_its_line(planned, old, new, told):
    assert old in GOOD
    _, findings = planned(GOOD.replace(old, new, 1))
    assert told in findings


@pytest.mark.parametrize(
    ("purpose", "good"),
    [
        ("PRIMARY OUTCOME MEASURE", True),
        ("SAFETY OUTCOME MEASURE", True),
        ("PRIMARY OUTCOME MEASURES", False),
        ("PRIMRY OUTCOME MEASURE", False),
        ("Safety", False),
    ],
)
def test_a_purpose_is_one_of_arm_or_a_term_of_the_sponsor(planned, purpose, good):
    _, findings = planned(GOOD.replace("    number: 14.1.9\n", f"    number: 14.1.9\n    purpose: {purpose}\n"))
    assert [f.partition(" ")[0] for f in findings] == [] if good else ["SPEC-DISPLAY"]


def test_the_written_records_do_not_say_what_they_were_read_from(planned):
    """A display has the records of the dataset, and of the subject; DM, which ADSL is read from, has one a subject."""
    plan, findings = planned(GOOD.replace("{SEX: F}", "{SEX: ADSL.SEX}"))
    (condition,) = plan.displays[0].analyses[0].plan.source.where
    assert (findings, condition.against.way) == ([], "subject")


def test_a_display_needs_a_dataset_in_which_subjects_are_counted(planned, tmp_path):
    planned(GOOD)
    (tmp_path / "spec" / "adam" / "adsl.yaml").unlink()
    findings = Findings()
    make_plan(tmp_path / "spec", discover(operation_packages()), findings)
    told = [f"{f.message} {f.fix}" for f in findings if f.rule == "SPEC-DISPLAY"]
    assert "Display sex counts subjects, and the study has no subject-level dataset. Describe ADSL." in told


def test_a_column_of_what_the_records_were_read_from_is_a_stop(tmp_path):
    """AE has several records a subject: of which one the value is, the written ADAE does not say."""
    spec, findings = tmp_path / "spec", Findings()
    shutil.copytree(SHIPPED, spec)
    (spec / "displays" / "5.yaml").write_text(
        "displays:\n  x:\n    number: 15\n    title: X\n"
        "    analyses: [{with_record: {from: ADAE, where: {ASTDY: {GE: AE.AESTDY}}, named: Any}}]\n",
        encoding="utf-8",
    )
    make_plan(spec, discover(operation_packages()), findings)
    assert [f.text() for f in findings.stops] == [
        "STOP  SPEC-DISPLAY  displays/5.yaml:5: AE.AESTDY is of the records that ADAE was read from, and a display "
        "reads ADAE alone. Fix: Copy it into ADAE with 'predecessor: AE.AESTDY'."
    ]
