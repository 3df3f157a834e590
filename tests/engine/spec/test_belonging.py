"""Forms whose rows belong to those of another form: what crf.yaml may say."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Findings
from onespec.engine.spec.crf import read_forms

CRF = """every_form: {encoding: utf-8, subject: S}
shared:
  S: {label: Subject, type: text}
  NO: {label: Number, type: number}
forms:
  events: {label: Events, file: events.csv, key: [S, NO], takes: [S, NO], fields: {TERM: {label: Term, type: text}}}
  coding:
    label: Coding
    file: coding.csv
    key: [S, NO]
    takes: [S, NO]
    belongs_to: events
    fields: {PT: {label: Preferred term, type: text}}
"""


def read(folder, old: str = "", new: str = "") -> list[str]:
    (folder / "crf.yaml").write_text(CRF.replace(old, new) if old else CRF, encoding="utf-8")
    findings = Findings()
    read_forms(folder, findings)
    return [f.text() for f in findings]


def test_a_form_may_belong_to_another_one(tmp_path):
    assert read(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "belongs_to: events",
            "belongs_to: event",
            "SPEC-REFERENCE  crf.yaml:7: There is no form 'event' in crf.yaml, to which form 'coding' belongs. "
            "Fix: Did you mean 'events'?",
        ),
        (
            "belongs_to: events",
            "belongs_to: coding",
            "SPEC-REFERENCE  crf.yaml:7: Form 'coding' belongs to form 'coding', which belongs to one, too. "
            "Fix: Name the form whose rows stand by themselves.",
        ),
        (
            "    key: [S, NO]",
            "    key: [S, PT]",
            "SPEC-FIELD  crf.yaml:7: There is no field 'PT' in form 'events', to whose rows those of form 'coding' "
            "belong by it. Fix: Known: NO, S, TERM.",
        ),
        (
            "{PT: {label",
            "{NO: {type: text}, PT: {label",
            "SPEC-TYPE  crf.yaml:7: NO is a number in one of the forms 'coding' and 'events', and none in the other. "
            "Fix: Give both the same type.",
        ),
        (
            "every_form: {encoding",
            "every_form: {belongs_to: events, encoding",
            "SPEC-KEY  crf.yaml:1: 'belongs_to' is not an entry of what holds for every form. "
            "Fix: Known: encoding, subject, not_submitted, replace, missing, earliest, latest, roles, delimiter, "
            "header, skip.",
        ),
    ],
)
def test_what_cannot_belong(tmp_path, old, new, said):
    assert read(tmp_path, old, new) == [f"STOP  {said}"]


def test_a_repeated_field_is_one_of_the_form_or_of_the_register(other):
    other.append(
        "spec/crf.yaml",
        """  coding:
    label: Coding
    file: coding.csv
    encoding: utf-8
    subject: PATIENT
    key: [PATIENT, NO]
    belongs_to: events
    not_submitted: not yet
    fields:
      PATIENT: {label: Patient, type: text}
      NO: {label: Number, type: number}
      TEXT: {label: Text, type: text, repeats: EVNT}
      SITE: {label: Site, type: text, repeats: CENTRE}
""",
    )
    assert other.faults() == [
        "STOP  SPEC-FIELD  crf.yaml:64, coding.TEXT: There is no field in form events 'EVNT'. "
        "Fix: Did you mean 'EVENT'?"
    ]
