"""A column of the wrong type, given to a record operation of analysis datasets, is a stop at check."""

from __future__ import annotations

import shutil

import pytest
from support import SHIPPED

from onespec.engine.findings import Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import RECORDS, discover, selection_fields

OF_ANY_TYPE = {
    "by",
    "order",
    "visit",
    "cycle",
    "carry",
    "evaluator",
    "identifier",
}  # they are copied, or tell records apart


def test_every_column_that_a_record_operation_computes_with_has_a_type():
    registry = discover(("onespec.adam",))
    for name in registry.names(RECORDS):
        for parameter in registry[RECORDS, name].yaml_parameters.values():
            fields = selection_fields(parameter.selection).values() if parameter.selection else [parameter]
            for field in fields:
                if field.kind in ("name", "names", "per subject"):
                    assert field.holds or field.name in OF_ANY_TYPE, f"{name}: {field.name}"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("adtte.yaml", "date: ADT,", "date: AVISIT,", "'date' needs a number (a date as a SAS date); ADRS.AVISIT"),
        ("adtte.yaml", "start: TRTSDT", "start: SEX", "'start' needs a number (a date as a SAS date); ADSL.SEX"),
        ("adtte.yaml", "imputed: ADTF", "imputed: ADT", "'imputed' needs a text; ADRS.ADT"),
        ("adtte.yaml", "day_1: ADSL.TRTSDT", "day_1: ADSL.SEX", "'day_1' needs a number (a date as a SAS date)"),
        ("adrs.yaml", "date: ADT,", "date: AVISIT,", "'date' needs a number (a date as a SAS date); ADRS.AVISIT"),
        ("adrs.yaml", "response: AVALC", "response: AVAL", "'response' needs a text; ADRS.AVAL"),
        ("adrs.yaml", "start: ADSL.TRTSDT", "start: ADSL.SEX", "'start' needs a number (a date as a SAS date)"),
        ("adrs.yaml", "start: ADSL.TRTSDT", "start: ADSL.TRTSDT\n      size: TRSTRESC", "'size' needs a number"),
        ("adrs.yaml", "start: ADSL.TRTSDT", "start: ADSL.TRTSDT\n      date: TRDY", "'date' needs a text; TR.TRDY"),
    ],
)
def test_a_column_of_the_wrong_type_is_a_stop(tmp_path, file, old, new, said):
    spec = tmp_path / "spec"
    shutil.copytree(SHIPPED, spec)
    text = (spec / "adam" / file).read_text(encoding="utf-8")
    assert old in text
    (spec / "adam" / file).write_text(text.replace(old, new), encoding="utf-8")
    findings = Findings()
    make_plan(spec, discover(("onespec.sdtm", "onespec.adam")), findings)
    found = [f.text() for f in findings if f.rule == "SPEC-PARAMETER"]
    assert found and any(said in line and f"adam/{file}" in line for line in found), findings
