"""The register of explained breaches: exact, or stale."""

import pytest
from compared import frame
from packages import package

from onespec.conformance.breach import CORE, ONESPEC, POINTBLANK, Breach
from onespec.conformance.explained import explain, read_explanations
from onespec.engine.findings import Findings

GOOD = {
    "rule": "CORE-000701",
    "dataset": "AE",
    "reason": "Begun before consent.",
    "who": "A. Example",
    "date": "2027-11-02",
    "count": 2,
}
BREACHES = [
    *(Breach(CORE, "CORE-000701", "AE", row, ("EPOCH",), ("",), "EPOCH is missing.") for row in (1, 2, 4)),
    Breach(CORE, "CORE-000701", "CM", 1, ("EPOCH",), ("",), "EPOCH is missing."),
    Breach(CORE, "CORE-000701", "AE", None, (), (), "More."),
    Breach(POINTBLANK, "SDTM-007", "AE", 1, ("SEX",), ("X",), "Not in the codelist."),
]


def register(tmp_path, *entries):
    lines = ["explained:"]
    for entry in entries:
        lines += [f"  {'- ' if i == 0 else '  '}{k}: {v}" for i, (k, v) in enumerate(entry.items())]
    (tmp_path / "conformance.yaml").write_text("\n".join(lines), encoding="utf-8")
    findings = Findings()
    return read_explanations(tmp_path, findings), findings


def by(tmp_path, *entries):
    """Which entry explains which breach."""
    found, findings = register(tmp_path, *entries)
    assert not findings
    ae = frame(AESEQ=[1, 2, 3, 4], AESTDTC=["2027", "2027-01-01", "2027-01-02", "2027-03"])
    return explain(found, BREACHES, package(tmp_path / "sdtm", AE=ae, CM=frame(CMSEQ=[1])), findings), findings


def test_no_register_explains_nothing(tmp_path):
    assert read_explanations(tmp_path, Findings()) == []
    assert by(tmp_path)[0] == [-1] * 6


@pytest.mark.parametrize(
    ("change", "explains"),
    [
        ({}, [0, 0, 0, -1, 0, -1]),
        ({"dataset": "[AE, CM]"}, [0, 0, 0, 0, 0, -1]),
        ({"variable": "EPOCH"}, [0, 0, 0, -1, -1, -1]),
        ({"where": "{AESTDTC: 2027}"}, [0, -1, -1, -1, -1, -1]),
        ({"where": "{AESEQ: {GE: 2}, AESTDTC: {NE: 2027-03}}"}, [-1, 0, -1, -1, -1, -1]),
        ({"rule": "CORE-000702"}, [-1] * 6),
        ({"rule": "SDTM-007"}, [-1, -1, -1, -1, -1, 0]),
        ({"engine": ONESPEC}, [-1] * 6),
    ],
)
def test_an_entry_explains_the_breaches_that_it_is_about(tmp_path, change, explains):
    assert by(tmp_path, GOOD | change)[0] == explains


def test_without_a_dataset_it_is_about_any(tmp_path):
    assert by(tmp_path, {k: v for k, v in GOOD.items() if k != "dataset"})[0] == [0, 0, 0, 0, 0, -1]


def test_a_breach_is_explained_once(tmp_path):
    assert by(tmp_path, GOOD | {"where": "{AESEQ: 1}"}, GOOD)[0] == [0, 1, 1, -1, 1, -1]


@pytest.mark.parametrize(("rule", "engine"), [("CORE-000701", CORE), ("SDTM-007", POINTBLANK), ("OS0806", ONESPEC)])
def test_the_engine_is_told_from_the_rule(tmp_path, rule, engine):
    ((entry,), _) = register(tmp_path, GOOD | {"rule": rule})
    assert entry.engine == engine


def test_a_condition_on_a_variable_that_is_not_there(tmp_path):
    explains, (finding,) = by(tmp_path, GOOD | {"where": "{AESTDT: 2027}"})
    assert explains == [-1] * 6
    assert (
        finding.text()
        == "STOP  CONFORMANCE  conformance.yaml:2: AE has no variable 'AESTDT'. Fix: Did you mean 'AESTDTC'?"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rule": ""}, "The explanation has no 'rule'."),
        ({"engine": "core"}, "There is no engine 'core'."),
        ({"dataset": "", "where": "{AESEQ: 1}"}, "'where' needs the dataset whose records it chooses."),
        ({"count": "0"}, "'count' is not the number of breaches explained: '0'."),
        ({"date": "today"}, "'date' is not a date: 'today'."),
        ({"reason": ""}, "The explanation has no 'reason'."),
        ({"where": "{AESEQ: {LIKE: 1}}"}, "There is no comparator 'LIKE'."),
        ({"cells": "1"}, "'cells' is not an entry of an explanation."),
    ],
)
def test_an_entry_that_cannot_be_understood(tmp_path, change, message):
    found, findings = register(tmp_path, GOOD | change)
    assert (found, [f.message for f in findings], findings[0].file) == ([], [message], "conformance.yaml") and findings[
        0
    ].line
