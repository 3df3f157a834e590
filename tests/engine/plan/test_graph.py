"""The order of variables, and circles."""

from __future__ import annotations

from onespec.engine.findings import Findings
from onespec.engine.plan.graph import WHOLE
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover

EX, AE = "spec/sdtm/ex.yaml", "spec/sdtm/ae.yaml"


def order(other) -> list:
    findings = Findings()
    plan = make_plan(other.spec, discover(("onespec.sdtm", "onespec.adam")), findings)
    assert findings == []
    return plan.order


def test_two_datasets_that_need_each_other(other):
    """DM's reference date is EX's first date; EX's study days count from DM's reference date."""
    nodes = order(other)
    wanted = [("EX", 0, ""), ("EX", 0, "EXSTDTC"), ("DM", 0, "RFSTDTC"), ("EX", 0, "EXSTDY")]
    assert sorted(wanted, key=nodes.index) == wanted


def test_rows_come_before_their_variables_and_the_whole_after_all(other):
    nodes = order(other)
    assert nodes.index(("AE", 0, "")) < min(nodes.index(n) for n in nodes if n[0] == "AE" and n[2])
    assert nodes.index(("AE", WHOLE, "AESEQ")) > max(
        nodes.index(("AE", 0, v)) for v in ("AEDECOD", "AESTDTC", "AESPID")
    )


def test_the_order_is_the_same_each_time(other):
    assert order(other) == order(other)


def test_a_circle_of_two_datasets(other):
    other.replace(
        "spec/sdtm/dm.yaml",
        "RFSTDTC:  {derived: earliest, with: {date: EX.EXSTDTC}}",
        "RFSTDTC:  {derived: earliest, with: {date: EX.EXSTDTC, where: {EXSTDY: 1}}}",
    )
    assert other.faults() == [
        "STOP  SPEC-CIRCLE  sdtm/dm.yaml:10, RFSTDTC: The derivation runs in a circle: "
        "DM.RFSTDTC needs EX.EXSTDY, which needs DM.RFSTDTC. "
        "Fix: Derive one of them from something else."
    ]


def test_each_circle_is_told(other):
    other.replace(
        "spec/sdtm/dm.yaml",
        "RFSTDTC:  {derived: earliest, with: {date: EX.EXSTDTC}}",
        "RFSTDTC:  {derived: earliest, with: {date: EX.EXSTDTC, where: {EXSTDY: 1}}}",
    )
    other.replace(
        AE,
        "AESTDY:  {derived: study_day, with: {date: AESTDTC, reference: DM.RFSTDTC}}",
        "AESTDY:  {derived: numeric_value, with: {value: AESTDY}}",
    )
    assert other.faults() == [
        "STOP  SPEC-CIRCLE  sdtm/ae.yaml:16, AESTDY: The derivation runs in a circle: AE.AESTDY needs AE.AESTDY. "
        "Fix: Derive one of them from something else.",
        "STOP  SPEC-CIRCLE  sdtm/dm.yaml:10, RFSTDTC: The derivation runs in a circle: "
        "DM.RFSTDTC needs EX.EXSTDY, which needs DM.RFSTDTC. "
        "Fix: Derive one of them from something else.",
    ]


def test_rows_that_need_a_variable_of_their_own_dataset(other):
    other.replace(EX, "read: {from: inhaler}", "read: {from: inhaler}\n  - read: {from: EX, where: {EXSEQ: 1}}")
    assert [line.split(": ", 1)[1] for line in other.faults()] == [
        "The derivation runs in a circle: EX.EXSEQ needs the records of EX, which needs EX.EXSEQ. "
        "Fix: Derive one of them from something else."
    ]
