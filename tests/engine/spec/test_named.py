"""Selections with a name and defaults: each step in full, and what is wrong with the names."""

from __future__ import annotations

from pathlib import Path

import yaml

from onespec.engine.findings import Findings
from onespec.engine.registry import RECORDS, discover
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.named import with_named
from onespec.engine.spec.yamltext import load_yaml

REGISTRY = discover(("onespec.adam",))
OPERATIONS = {name: REGISTRY[RECORDS, name] for name in REGISTRY.names(RECORDS)}
SELECTIONS = """selections:
  response: {from: ADRS, date: ADT, where: {PARAMCD: OVR}}
  counted: {use: response, where: {ANL01FL: "Y"}}
  progression: {use: counted, where: {AVALC: PD}, set: {EVNTDESC: Progression}}
  death: {from: ADSL, date: DTHDT}
"""


def in_full(text: str, tmp_path: Path) -> tuple[list, list[str]]:
    findings = Findings()
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    entry = load_yaml(tmp_path / "x.yaml", "x.yaml", findings)
    out = with_named(EntryReader("x.yaml", findings), entry, OPERATIONS, "records")
    assert not {"selections", "defaults"} & out.keys()
    return yaml.safe_load(str(list(out["records"]))), [f.text() for f in findings]


def test_a_name_stands_for_its_selection_and_what_is_laid_over_it(tmp_path):
    steps = "records:\n  - time_to_event: {from: ADSL, events: [progression, {use: death, set: {EVNTDESC: Death}}]}\n"
    made, findings = in_full(SELECTIONS + steps, tmp_path)
    assert findings == []
    assert made == [
        {
            "time_to_event": {
                "from": "ADSL",
                "events": [
                    {
                        "from": "ADRS",
                        "date": "ADT",
                        "where": {"PARAMCD": "OVR", "ANL01FL": "Y", "AVALC": "PD"},
                        "set": {"EVNTDESC": "Progression"},
                    },
                    {"from": "ADSL", "date": "DTHDT", "set": {"EVNTDESC": "Death"}},
                ],
            }
        }
    ]


def test_in_a_step_a_name_may_mean_something_else_and_what_is_built_on_it_follows(tmp_path):
    steps = (
        "records:\n  - time_to_event: {from: ADSL, events: [progression, death],"
        " selections: {response: {where: {PARAMCD: OVRDER}}}}\n"
        "  - time_to_event: {from: ADSL, events: progression,"
        " selections: {counted: {use: response, where: {ANL02FL: Y}}}}\n"
        "  - time_to_event: {from: ADSL, events: progression, selections: {counted: response}}\n"
    )
    made, findings = in_full(SELECTIONS + steps, tmp_path)
    assert findings == []
    whole = [step["time_to_event"]["events"] for step in made]
    assert whole[0][0]["where"] == {"PARAMCD": "OVRDER", "ANL01FL": "Y", "AVALC": "PD"}
    assert whole[1]["where"] == {"PARAMCD": "OVR", "ANL02FL": "Y", "AVALC": "PD"}
    assert whole[2]["where"] == {"PARAMCD": "OVR", "AVALC": "PD"}


def test_defaults_hold_for_each_step_of_the_operation(tmp_path):
    text = (
        "defaults:\n  first_occurrence: {from: ADSL, where: {SAFFL: Y}, set: {PARCAT1: Subject}, of: {from: AE}}\n"
        "records:\n"
        "  - first_occurrence: {set: {PARAMCD: A}}\n"
        "  - first_occurrence: {set: {PARAMCD: B}, where: {FASFL: Y}}\n"
        "  - first_occurrence: {set: {PARAMCD: C}, from: ADRS}\n"
        "  - first_occurrence: {set: {PARAMCD: D}, leave_out: [of, where]}\n"
        "  - read: {from: RS}\n"
    )
    made, findings = in_full(text, tmp_path)
    assert findings == []
    steps = [next(iter(step.values())) for step in made]
    assert steps[0] == {
        "from": "ADSL",
        "where": {"SAFFL": "Y"},
        "set": {"PARAMCD": "A", "PARCAT1": "Subject"},
        "of": {"from": "AE"},
    }
    assert list(steps[0]["set"]) == ["PARAMCD", "PARCAT1"]  # its own first: they name the records
    assert steps[1]["where"] == {"SAFFL": "Y", "FASFL": "Y"}
    assert "where" not in steps[2]  # another source has conditions of its own
    assert steps[3] == {"from": "ADSL", "set": {"PARAMCD": "D", "PARCAT1": "Subject"}}
    assert steps[4] == {"from": "RS"}


def test_what_is_wrong_with_names(tmp_path):
    text = (
        "selections:\n"
        "  a: {use: b}\n"
        "  b: {use: a}\n"
        "  unused: {from: ADSL}\n"
        "defaults:\n"
        "  first_occurrence: {from: ADSL}\n"
        "records:\n"
        "  - time_to_event: {from: ADSL, events: [a, deeth], leave_out: [start], selections: {c: a}}\n"
        "  - read: {from: RS}\n"
    )
    made, findings = in_full(text, tmp_path)
    assert made[0] == {"time_to_event": {"from": "ADSL", "events": []}}
    assert findings == [
        "STOP  SPEC-PARAMETER  x.yaml:8: There is no default 'start' in those of time_to_event. Fix: Known: none.",
        "STOP  SPEC-REFERENCE  x.yaml:8: There is no named selection 'c'. Fix: Known: a, b, unused.",
        "STOP  SPEC-REFERENCE  x.yaml:3: The selection a uses itself: a -> b -> a. Fix: Name another.",
        "STOP  SPEC-REFERENCE  x.yaml:8: There is no named selection 'deeth'. Fix: Known: a, b, unused.",
        "STOP  SPEC-UNUSED  x.yaml:4: Nothing uses the selection unused. Fix: Remove it, or name it in a step.",
        "STOP  SPEC-UNUSED  x.yaml:6: There are defaults for first_occurrence, and no step of it. Fix: Remove them.",
    ]
