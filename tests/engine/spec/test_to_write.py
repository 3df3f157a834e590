"""What an import leaves to a person, where a verb would stand."""

from __future__ import annotations

import pytest

from onespec.cli.main import main
from onespec.engine.findings import Findings
from onespec.engine.registry import discover
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.loader import load_study
from onespec.engine.spec.to_write import FurtherOrigin, OrWhere, ToWrite, ValueToWrite
from onespec.packages import operation_packages

AE, DM = "spec/sdtm/ae.yaml", "spec/sdtm/dm.yaml"
TERM = "  AETERM:  {collected: events.EVENT}"
IMPORTED = (
    "  AETERM:  {to_write: {origin: Collected, source: Investigator, pages: [12, 14-15], "
    "also: [{origin: Assigned, source: Sponsor, from: a coder}], values: [{where: {AESEQ: {GE: 2}}, "
    "or: [{where: {DM.SEX: F}}], origin: Derived, method: Twice., type: text}]}}"
)


def test_it_is_read_whole_and_holds_the_place_of_an_origin(other):
    other.replace(AE, TERM, IMPORTED)
    findings = Findings()
    study = load_study(other.spec, discover(operation_packages()), findings)
    assert study
    records, further = (Condition("AESEQ", "GE", ("2",)),), OrWhere((Condition("DM.SEX", "EQ", ("F",)),))
    value = ValueToWrite(origin="Derived", method="Twice.", type="text", where=records, or_=(further,))
    assert study.datasets["AE"].variables["AETERM"].to_write == ToWrite(
        origin="Collected",
        source="Investigator",
        pages=("12", "14-15"),
        also=(FurtherOrigin(origin="Assigned", source="Sponsor", said="a coder"),),
        values=(value,),
    )
    assert [f.text() for f in findings.stops] == [
        "STOP  SPEC-TO-WRITE  sdtm/ae.yaml:11, AETERM: AE.AETERM is still to write. The import says: Collected "
        "(Investigator): page 12, 14-15; 1 definition by value. Fix: Name its field: 'collected: form.FIELD'. "
        "It takes the place of 'to_write:'."
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{collected: events.EVENT, to_write: {origin: Collected}}", "AE.AETERM has 2 verbs (collected, to_write)."),
        ("{to_write: Collected}", "'to_write' must be one text."),
        ("{to_write: {orign: Collected}}", "'orign' is not an entry of to_write."),
        ("{to_write: {values: Collected}}", "A definition by value must stand in a list."),
        ("{to_write: {also: [Collected]}}", "A further origin must be a mapping."),
        ("{to_write: {method_type: Guess}}", "'method_type' of a method is 'Guess'."),
    ],
)
def test_what_is_wrong_with_it(other, written, said):
    other.replace(AE, TERM, f"  AETERM:  {written}")
    if said.startswith("'to_write' must"):
        said = "What is to write must be a mapping."
    assert any(said in line for line in other.faults())


def test_what_is_to_write_stands_in_the_order_in_which_a_person_writes(other, capsys):
    other.replace(AE, TERM, "  AETERM:  {to_write: {origin: Collected}}")
    other.replace(DM, "  SEX:", "  SEX: {to_write: {}}\n  SEXX:")
    other.replace("spec/study.yaml", "language: en", "language: xx")
    other.append("spec/adam/adsl.yaml", "  AAA: {to_write: {origin: Derived}}\n")
    assert main(["check", "--study", str(other.spec)]) == 1
    told = [line.split()[2].rstrip(",:") for line in capsys.readouterr().err.splitlines() if line.startswith("STOP")]
    files = list(dict.fromkeys(place.partition(":")[0] for place in told))
    assert files[:4] == ["study.yaml", "crf.yaml", "sdtm/dm.yaml", "sdtm/ae.yaml"]
    assert files[-1] == "adam/adsl.yaml"


def test_in_a_draft_it_is_asked_for(other):
    other.replace(AE, TERM, "  AETERM:  {to_write: {origin: Collected}}")
    other.replace("spec/study.yaml", "language: en", "language: en\nmilestone: draft")
    assert [line for line in other.faults() if "TO-WRITE" in line and line.startswith("STOP")] == []
