"""The data cut in study.yaml: what holds by the class of the datasets, and what is wrong with it."""

from __future__ import annotations

import csv
import json

import pytest

from onespec import NotThere
from onespec import open as open_study
from onespec.engine.spec.cut import Acts, rule_of
from onespec.engine.spec.model import Dataset

CUT = "cut: {date: 2021-01-20}\n"


def dataset(name: str, cls: str) -> Dataset:
    return Dataset(name, "", "sdtm", cls, "", (), (), {})


@pytest.mark.parametrize(
    ("name", "cls", "variable", "rule"),
    [
        ("EX", "Interventions", "EXSTDTC", ("date", "")),
        ("EX", "Interventions", "EXENDTC", ("end", "cut")),
        ("CM", "Interventions", "CMENDTC", ("end", "open")),
        ("AE", "Events", "AEENDTC", ("end", "open")),
        ("LB", "Findings", "LBDTC", ("date", "")),
        ("DM", "Special-Purpose", "RFICDTC", ("consent", "")),
        ("DM", "Special-Purpose", "BRTHDTC", ("none", "")),
        ("DM", "Special-Purpose", "DTHDTC", ("date", "")),
        ("SV", "Special-Purpose", "SVSTDTC", ("visit", "")),
    ],
)
def test_what_the_class_says(name, cls, variable, rule):
    assert rule_of(dataset(name, cls), variable) == rule


def test_a_date_is_enough(other):
    other.append("spec/study.yaml", CUT)
    acts = open_study(other.spec).plan().study.cut.acts
    assert acts["inhaler"] == Acts("date", ("FIRST",), (("LAST", "cut"),))
    assert acts["events"] == Acts("date", ("BEGAN",))
    assert acts["enrol"].dates == ("CONSENT",)


def test_the_build_says_what_it_took(other, capsys):
    other.append("spec/study.yaml", CUT)
    assert other.build() == 0
    run = json.loads((other.out / "run.json").read_text(encoding="utf-8"))
    assert run["accounting"]["balance"] == 0 and run["cut"]["date"] == "2021-01-20"
    with (other.out / "reports" / "cut.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == sum(run["cut"][n] for n in ("rows", "cells", "ended")) > 0
    assert open_study(other.spec, other.raw, other.out).build().text().startswith("Nothing to do")


def test_another_day_is_tried_and_none(other):
    other.append("spec/study.yaml", CUT)
    tried = {
        cut: open_study(other.spec, other.raw, cut=cut).plan().study.cut.date for cut in ("", "2021-02-01", "none")
    }
    assert tried == {"": "2021-01-20", "2021-02-01": "2021-02-01", "none": ""}
    with pytest.raises(NotThere, match=r"There is no day '1/2/2021'. Write YYYY-MM-DD, or none."):
        open_study(other.spec, cut="1/2/2021")


def test_the_value_that_names_the_cut_follows_the_day_that_is_tried(other):
    other.replace("spec/study.yaml", "values:\n", "values:\n  UNTIL: 2021-01-20\n")
    other.append("spec/study.yaml", "cut: {date: study.UNTIL}\n")
    study = open_study(other.spec, cut="2021-02-01").plan().study
    assert (study.values["UNTIL"], study.cut.date) == ("2021-02-01", "2021-02-01")


IN = "cut: {date: 2021-01-20, forms: {"
WRONG = [
    ("cut: 2021-01-20", "SPEC-TYPE  study.yaml:15: The cut must be a mapping. Fix: Write {date: YYYY-MM-DD}."),
    ("cut: {}", "SPEC-MISSING  study.yaml:15: The cut has no 'date'."),
    ("cut: {date: 2021-02-30}", "SPEC-DATE  study.yaml:15: The cut is no day: '2021-02-30'. Fix: Write YYYY-MM-DD."),
    ("cut: {date: 2021-02}", "SPEC-DATE  study.yaml:15: The cut is no day: '2021-02'."),
    ("cut: {date: study.UNTL}", "SPEC-VALUE  study.yaml:15: study.yaml has no value 'UNTL'."),
    ("cut: {day: 2021-01-20}", "SPEC-KEY  study.yaml:15: 'day' is not an entry of the cut."),
    ("cut: {date: 2021-01-20, datasets: {AX: subject}}", "SPEC-DATASET  study.yaml: There is no dataset 'AX'."),
    ("cut: {date: 2021-01-20, datasets: {AE: none}}", "SPEC-CONSTANT  study.yaml:15: The cut acts by 'none'"),
    (IN + "event: {by: subject}}}", "SPEC-FORM  study.yaml:15: There is no form 'event'. Fix: Did you mean 'events'?"),
    (IN + "events: {by: visit}}}", "SPEC-FIELD  study.yaml:15: Form 'events' is cut by its visits, and has no visit"),
    (
        IN + "events: {dates: [BEGN]}}}",
        "SPEC-FIELD  study.yaml:15, events: There is no field 'BEGN' in form 'events'. Fix: Did you mean 'BEGAN'?",
    ),
    (
        IN + "events: {dates: [EVENT]}}}",
        "SPEC-TYPE  study.yaml:15, events: Field EVENT of form 'events' is no date. Fix: Its dates: BEGAN.",
    ),
    (IN + "inhaler: {ends: {LAST: opened}}}}", "SPEC-CONSTANT  study.yaml:15, inhaler: 'opened' says not"),
    (IN + "events: {later: {date: BEGAN}}}}", "SPEC-TYPE  study.yaml:15: 'later' of form events must be a list."),
    (
        IN + "events: {later: [{date: BEGAN}]}}}",
        "SPEC-MISSING  study.yaml:15, events: What form 'events' says later has no 'set'.",
    ),
    (IN + "events: {later: [{set: {SERIOUS: N}}]}}}", "SPEC-MISSING  study.yaml:15: What is set later has no 'date'."),
    (
        IN + "events: {later: [{date: BEGAN, set: {SERIOUS: NO}}]}}}",
        "SPEC-CONSTANT  study.yaml:15, events: There is no term 'NO' in codelist NY.",
    ),
    (
        IN + "events: {later: [{date: BEGAN, set: {NO: 1}}]}}}",
        "SPEC-USE  study.yaml:15, events: Field NO says which row it is",
    ),
    (
        IN + "inhaler: {later: [{date: LAST, set: {PUFFS: many}}]}}}",
        "SPEC-CONSTANT  study.yaml:15, inhaler: 'many' is no number, and PUFFS is one.",
    ),
    (
        IN + "inhaler: {later: [{date: LAST, where: {PUFFS: {GT: 1}}, set: {PUFFS: 1}}]}}}",
        "SPEC-WHERE  study.yaml:15, inhaler: 'GT' compares no answers of a form.",
    ),
    (
        IN + "inhaler: {later: [{date: LAST, set: {LAST: 2021-01-01}}]}}}",
        "SPEC-CONSTANT  study.yaml:15, inhaler: The date LAST is set to '2021-01-01'. Fix: Leave it blank, or write c",
    ),
]


@pytest.mark.parametrize(("written", "said"), WRONG, ids=[w for w, _ in WRONG])
def test_what_is_wrong(other, written, said):
    other.append("spec/study.yaml", f"{written}\n")
    assert any(said in f for f in other.faults()), other.faults()


def test_a_cut_needs_the_date_of_informed_consent(other):
    other.replace("spec/sdtm/dm.yaml", "{collected: enrol.CONSENT}", "{derived: earliest, with: {date: EX.EXSTDTC}}")
    other.replace("spec/crf.yaml", "{label: {en: Date of consent}", "{not_submitted: x, label: {en: Date of consent}")
    assert other.faults() == []
    other.append("spec/study.yaml", CUT)
    (said,) = other.faults()
    assert said.startswith("STOP  SPEC-MISSING  study.yaml: The cut finds no date of informed consent, so nobody")


def test_a_field_of_the_cut_is_a_text_and_watches_dates(other):
    other.replace(
        "spec/crf.yaml", "      LAST: ", "      CUTFL: {label: {en: Cut}, type: code, cut_of: [PUFFS]}\n      LAST: "
    )
    said = [f for f in other.faults() if "CUTFL" in f]
    assert any("'cut_of' of field CUTFL makes no code. Fix: Write 'type: text'." in f for f in said)
    assert any("PUFFS, which field CUTFL watches, is no date that a cut can take." in f for f in said)
