"""common.yaml: a dataset takes what is offered to its standard and class, where it can be had."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from onespec.engine.findings import Findings, Line
from onespec.engine.registry import discover
from onespec.engine.spec.common import with_common
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Form
from onespec.engine.spec.roles import Roles
from onespec.engine.spec.yamltext import Map, load_yaml

REGISTRY = discover(("onespec.sdtm", "onespec.adam"))
COMMON = """
sdtm:
  STUDYID: {protocol: study.STUDYID}
  DOMAIN: {assigned: "--"}
  USUBJID: {predecessor: DM.USUBJID}
  --SEQ: {derived: sequence}
  --STDY: {derived: study_day, with: {date: --STDTC, reference: DM.RFSTDTC}}
  VISIT: {collected: role.visit}
Events:
  EPOCH: {derived: epoch, with: {date: --STDTC}}
Findings:
  EPOCH: {derived: epoch, with: {date: --DTC}}
  --DTC: {collected: role.date}
adam:
  USUBJID: {predecessor: ADSL.USUBJID}
  EFFFL: {predecessor: ADSL.EFFFL}
  ASEQ: {derived: sequence}
"""


def form(name: str, **roles: str) -> Form:
    return Form(name, {}, (f"{name}.csv",), "utf-8", "", ("SUBJ",), ("SUBJ",), {}, roles=roles)


FORMS = {f.name: f for f in (form("ae"), form("vitals", date="VSDAT", visit="VISIT"), form("ecg", date="EGDAT"))}


def read(text: str, tmp_path: Path, name: str) -> Map:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load_yaml(tmp_path / name, name, Findings())


def taken(text: str, tmp_path: Path, standard: str = "sdtm") -> tuple[dict, Map, list[str]]:
    """The variables as plain values, as they are, and the findings."""
    findings = Findings()
    entry, common = read(text, tmp_path, "x.yaml"), read(COMMON, tmp_path, "common.yaml")
    out = with_common(EntryReader("x.yaml", findings), entry, standard, common, Roles(entry, FORMS), REGISTRY)
    variables = out["variables"]
    return yaml.safe_load(str(dict(variables))), variables, [f.text() for f in findings]


def test_what_the_guide_lists_and_the_dataset_can_meet(tmp_path):
    text = "dataset: AE\nrecords: [{read: {from: ae}}]\nvariables: {AESTDTC: {collected: ae.START}}\n"
    variables, written, findings = taken(text, tmp_path)
    assert findings == []
    assert variables == {
        "STUDYID": {"protocol": "study.STUDYID"},
        "DOMAIN": {"assigned": "AE"},
        "USUBJID": {"predecessor": "DM.USUBJID"},
        "AESEQ": {"derived": "sequence"},
        "AESTDY": {"derived": "study_day", "with": {"date": "AESTDTC", "reference": "DM.RFSTDTC"}},
        "EPOCH": {"derived": "epoch", "with": {"date": "AESTDTC"}},
        "AESTDTC": {"collected": "ae.START"},
    }
    line = written.lines["AESEQ"]
    assert isinstance(line, Line)
    assert (line.file, line) == ("common.yaml", 6)


def test_without_a_start_there_is_no_day_of_it_and_no_copy_of_itself(tmp_path):
    text = "dataset: DM\nrecords: [{read: {from: ae}}]\nvariables: {SUBJID: {collected: ae.SUBJ}}\n"
    variables, _, _ = taken(text, tmp_path)
    assert list(variables) == ["STUDYID", "DOMAIN", "SUBJID"]  # USUBJID is copied from DM, DMSEQ no variable


def test_the_roles_of_the_forms_that_its_steps_read(tmp_path):
    text = "dataset: VS\nrecords: [{read: {from: vitals}}]\nvariables: {}\n"
    variables, _, findings = taken(text, tmp_path)
    assert findings == []
    assert (variables["VSDTC"], variables["VISIT"]) == ({"collected": "vitals.VSDAT"}, {"collected": "vitals.VISIT"})
    assert variables["EPOCH"] == {"derived": "epoch", "with": {"date": "VSDTC"}}
    assert list(variables)[0] == "STUDYID"


def test_a_form_that_says_nothing_of_a_role_that_others_have_is_a_stop(tmp_path):
    text = "dataset: VS\nrecords: [{read: {from: vitals}}, {read: {from: ecg}}]\nvariables: {}\n"
    variables, _, findings = taken(text, tmp_path)
    assert variables["VSDTC"] == {"collected": ["vitals.VSDAT", "ecg.EGDAT"]}
    assert findings == [
        "STOP  SPEC-REFERENCE  common.yaml:8: Form 'ecg' does not say which of its fields is its 'visit'. "
        "Fix: Write 'roles: {visit: FIELD}' at the form, or 'visit: none' where it has none."
    ]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("{assigned: X}", {"assigned": "X"}),  # a verb replaces
        ("{comment: C.}", {"derived": "epoch", "with": {"date": "AESTDTC"}, "comment": "C."}),  # the rest is laid over
    ],
)
def test_the_dataset_counts_before_what_is_common(own, expected, tmp_path):
    text = (
        "dataset: AE\nrecords: [{read: {from: ae}}]\n"
        f"variables: {{AESTDTC: {{collected: ae.START}}, EPOCH: {own}}}\n"
    )
    assert taken(text, tmp_path)[0]["EPOCH"] == expected


def test_what_is_left_out(tmp_path):
    text = "dataset: AE\nleave_out: [AESEQ, AESEQQ]\nrecords: [{read: {from: ae}}]\nvariables: {}\n"
    variables, _, findings = taken(text, tmp_path)
    assert list(variables) == ["STUDYID", "DOMAIN", "USUBJID"]
    assert findings == [
        "STOP  SPEC-UNUSED  x.yaml:2: Nothing offers AESEQQ to AE, so it need not be left out. "
        "Fix: Take it out of 'leave_out'."
    ]


def test_adam_takes_what_its_class_has_and_what_is_copied(tmp_path):
    steps = "records: [{read: {from: RS}}]\nvariables: {}\n"
    variables, _, _ = taken(f"dataset: ADRS\nclass: BDS\n{steps}", tmp_path, "adam")
    assert list(variables) == ["USUBJID", "EFFFL", "ASEQ"]
    variables, _, _ = taken(f"dataset: ADSL\nclass: ADSL\n{steps}", tmp_path, "adam")
    assert list(variables) == []  # ADSL has no ASEQ, and copies nothing from itself


def test_one_reason_for_several_variables(tmp_path):
    text = (
        "dataset: AE\nrecords: [{read: {from: ae}}]\nleave_out: [STUDYID, DOMAIN, USUBJID, AESEQ]\n"
        "not_available: {Not coded.: [AELLT, AEHLT], Not asked.: AEREL}\nvariables: {AEHLT: {collected: ae.HLT}}\n"
    )
    variables, _, findings = taken(text, tmp_path)
    assert variables == {
        "AEHLT": {"collected": "ae.HLT"},
        "AELLT": {"not_available": "Not coded."},
        "AEREL": {"not_available": "Not asked."},
    }
    assert findings == [
        "STOP  SPEC-TWICE  x.yaml:4: AE.AEHLT is not available, and has an entry under 'variables'. Fix: Remove one."
    ]


def test_a_mistake_in_a_common_line_is_told_once(other):
    other.append("spec/common.yaml", "sdtm:\n  --STDY: {derived: study_daiy, with: {date: --STDTC}}\n")
    for name in ("AE", "EX"):
        day = f"  {name}STDY:  {{derived: study_day, with: {{date: {name}STDTC, reference: DM.RFSTDTC}}}}\n"
        other.replace(f"spec/sdtm/{name.lower()}.yaml", day, "")
    assert other.faults() == [
        "STOP  SPEC-METHOD  common.yaml:2, AESTDY: There is no method 'study_daiy'. 2 findings: AE, EX. "
        "Fix: Did you mean 'study_day'?"
    ]


def test_a_common_variable_that_no_dataset_could_take_is_misspelt(other):
    other.append("spec/common.yaml", "sdtm:\n  --STYD: {derived: study_day}\n")
    assert other.faults() == [
        "STOP  SPEC-VARIABLE  common.yaml:2: There is no variable '--STYD' in sdtm. Fix: Did you mean '--STDY'?"
    ]


def test_two_mistakes_in_a_common_line_are_two_findings(other):
    other.append("spec/common.yaml", "sdtm:\n  --ENDY: {derived: study_day}\n")
    assert other.faults() == [
        f"STOP  SPEC-PARAMETER  common.yaml:2, AEENDY: study_day needs the parameter '{name}'. Fix: Add '{name}:'."
        for name in ("date", "reference")
    ]
