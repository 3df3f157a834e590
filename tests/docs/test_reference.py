"""docs/reference against the registry: every operation with its parameters, and a form that the schema takes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from jsonschema import Draft202012Validator
from support import ROOT
from worked import Done, Example

from onespec.engine.registry import ANALYSIS, METHOD, RECORDS, discover
from onespec.engine.spec.operations import ROLES, facts, operations, page
from onespec.engine.spec.worked import read_worked
from onespec.packages import operation_packages

REGISTRY = discover(operation_packages())
FOLDER = ROOT / "docs" / "reference"
EVERY = [REGISTRY[role, name] for role in ROLES.values() for name in REGISTRY.names(role)]
SCHEMAS = {
    name: json.loads((ROOT / "specs" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("dataset", "checks")
}


@cache
def done(group: str, name: str) -> tuple[Example, Done]:
    """The example of an operation, and what the program gives for it."""
    operation = REGISTRY[ROLES[group], name]
    example = Example(operation, read_worked(facts(operation)["example"]))
    with TemporaryDirectory() as folder:
        return example, example.run(Path(folder), REGISTRY)


@pytest.mark.parametrize("group", ROLES)
def test_golden_reference_of_operations(group, request):
    """`make golden` writes it anew."""
    listed, path = operations(REGISTRY, group), FOLDER / f"{group}.md"
    made = page(group, listed, {f["name"]: done(group, f["name"])[1].told for f in listed if f["example"]})
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


@pytest.mark.parametrize("operation", [o for o in EVERY if o.role != ANALYSIS], ids=lambda o: o.name)
def test_an_operation_has_an_example_and_gives_what_it_says(operation):
    """The end of its docstring, as engine/spec/worked.py reads it; after 'Example::'."""
    example = facts(operation)["example"]
    assert example, f"the docstring of {operation.name} ends without an example: see engine/spec/worked.py"
    group = next(g for g, role in ROLES.items() if role == operation.role)
    said, made = done(group, operation.name)
    assert made.rows == (list(said.made.rows) if group != "checks" else [])
    assert made.reported == list(read_worked(example).reported)


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
