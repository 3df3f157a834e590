"""docs/reference against the registry: every operation with its parameters, and a form that the schema takes."""

from __future__ import annotations

import json

import pytest
import yaml
from jsonschema import Draft202012Validator
from support import ROOT

from onespec.engine.registry import METHOD, RECORDS, discover
from onespec.engine.spec.operations import ROLES, facts, operations, page
from onespec.packages import operation_packages

REGISTRY = discover(operation_packages())
FOLDER = ROOT / "docs" / "reference"
EVERY = [REGISTRY[role, name] for role in ROLES.values() for name in REGISTRY.names(role)]
SCHEMAS = {
    name: json.loads((ROOT / "specs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("dataset", "checks")
}


@pytest.mark.parametrize("group", ROLES)
def test_golden_reference_of_operations(group, request):
    """`make golden` writes it anew."""
    made, path = page(group, operations(REGISTRY, group)), FOLDER / f"{group}.md"
    if request.config.getoption("--update-golden"):
        path.write_text(made, encoding="utf-8")
    told = path.read_text(encoding="utf-8")
    assert told.splitlines() == made.splitlines(), f"docs/reference/{path.name} says otherwise; 'make golden' writes it"


@pytest.mark.parametrize("operation", EVERY, ids=lambda o: o.name)
def test_every_operation_has_its_entry_and_every_parameter_its_row(operation):
    group = next(g for g, role in ROLES.items() if role == operation.role)
    entries = (FOLDER / f"{group}.md").read_text(encoding="utf-8").split("\n## ")[1:]
    (entry,) = [e for e in entries if e.partition("\n")[0] == operation.name]
    stepped = {"source": "from"} if operation.role != METHOD else {}
    for name in operation.yaml_parameters:
        assert f"| `{stepped.get(name, name)}` | " in entry
    for rule in operation.reports or ():
        assert f"{rule} (" in entry


@pytest.mark.parametrize("operation", [o for o in EVERY if not o.qualifiers], ids=lambda o: o.name)
def test_the_form_of_an_operation_is_one_that_the_schema_takes(operation):
    """Of the supplemental qualifiers the step is the program's own."""
    assert faults(operation, yaml.safe_load(facts(operation)["form"])) == []


def test_a_form_with_a_parameter_that_does_not_exist_is_not_taken():
    method, step = REGISTRY[METHOD, "study_day"], REGISTRY[RECORDS, "gather"]
    assert faults(method, {"VAR": {"derived": "study_day", "with": {"date": "A", "reference": "B", "day": "C"}}})
    assert faults(method, {"VAR": {"derived": "study_day", "with": {"date": "A"}}})
    assert faults(step, [{"gather": {"from": "form", "tests": "table", "test": "A"}}])


def faults(operation, written):
    """What the schema of its file says of an entry or a step."""
    if operation.role == METHOD:
        name, entry = next(iter(written.items()))
        schema = narrowed("dataset", "variables")
        return list(Draft202012Validator(schema).iter_errors({"variables": {name.upper()[:8]: entry}}))
    key = "records" if operation.role == RECORDS else "checks"
    name = "dataset" if operation.role == RECORDS else "checks"
    return list(Draft202012Validator(narrowed(name, key)).iter_errors({key: written}))


def narrowed(name, key):
    """The schema of a file of which only one key is written."""
    whole = SCHEMAS[name]
    return {"$defs": whole["$defs"], "type": "object", "properties": {key: whole["properties"][key]}}
