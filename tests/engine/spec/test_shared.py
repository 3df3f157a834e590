"""What forms have alike: shared fields, a form's page, what holds for every form."""

from __future__ import annotations

from pathlib import Path

from onespec.engine.findings import Findings
from onespec.engine.spec.crf import read_forms

CRF = """every_form:
  encoding: cp1252
  subject: SUBJ
  roles: {visit: VISIT, laboratory: LAB}
shared:
  SUBJ: {label: Subject, type: text}
  VISIT: {label: Visit, type: code, codelist: VISIT}
forms:
  vitals:
    label: Vital signs
    file: vitals.csv
    key: [SUBJ, VISIT]
    page: 12
    takes: [SUBJ, VISIT]
    roles: {date: VSDAT}
    fields:
      VSDAT: {label: Date, type: date, format: [YYYY-MM-DD]}
      PULSE: {label: Pulse, type: result, page: 13}
  death:
    label: Death
    file: death.csv
    encoding: utf-8
    key: [SUBJ]
    takes: [SUBJ]
    fields:
      SUBJ: {page: 30}
"""


def read(text: str, tmp_path: Path):
    findings = Findings()
    (tmp_path / "crf.yaml").write_text(text, encoding="utf-8")
    return read_forms(tmp_path, findings), [f.text() for f in findings]


def test_a_form_in_full(tmp_path):
    forms, findings = read(CRF, tmp_path)
    assert findings == []
    vitals, death = forms["vitals"], forms["death"]
    assert {n: (f.type, f.page) for n, f in vitals.fields.items()} == {
        "SUBJ": ("text", "12"),
        "VISIT": ("code", "12"),
        "VSDAT": ("date", "12"),
        "PULSE": ("result", "13"),
    }
    assert (vitals.encoding, vitals.subject, vitals.roles) == ("cp1252", "SUBJ", {"visit": "VISIT", "date": "VSDAT"})
    assert (death.encoding, death.roles, death.fields["SUBJ"].page) == ("utf-8", {}, "30")
    assert death.fields["SUBJ"].label == {"en": "Subject"}


def test_what_is_wrong(tmp_path):
    text = (
        CRF.replace("takes: [SUBJ, VISIT]", "takes: [SUBJ, VISITS]")
        .replace("roles: {date: VSDAT}", "roles: {date: VSDTA}")
        .replace("  subject: SUBJ\n  roles", "  subjects: SUBJ\n  roles")
    )
    _, findings = read(text, tmp_path)
    assert findings == [
        "STOP  SPEC-KEY  crf.yaml:3: 'subjects' is not an entry of what holds for every form. "
        "Fix: Did you mean 'subject'?",
        "STOP  SPEC-FIELD  crf.yaml:14: There is no shared field 'VISITS' in 'shared:', which form 'vitals' takes. "
        "Fix: Did you mean 'VISIT'?",
        "STOP  SPEC-UNUSED  crf.yaml:7: No form takes the shared field VISIT. "
        "Fix: Remove it, or name it under 'takes:' of a form.",
        "STOP  SPEC-MISSING  crf.yaml:9: Form 'vitals' has no 'subject'. Fix: Add 'subject:'.",
        "STOP  SPEC-FIELD  crf.yaml:9: Form 'vitals' has no field 'VISIT'. Fix: Did you mean 'VSDAT'?",
        "STOP  SPEC-FIELD  crf.yaml:9: Form 'vitals' has no field 'VSDTA'. Fix: Did you mean 'VSDAT'?",
        "STOP  SPEC-MISSING  crf.yaml:19: Form 'death' has no 'subject'. Fix: Add 'subject:'.",
    ]
