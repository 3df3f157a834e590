"""The JSON Schemas: up to date, true of every file that ships, and not of spoiled ones."""

from __future__ import annotations

import json
from datetime import date

import pytest
import yaml
from jsonschema import Draft202012Validator
from support import OTHER, ROOT, SHIPPED

from onespec.cli.main import main
from onespec.engine.findings import Findings
from onespec.engine.queries import Identity, id_of
from onespec.engine.registry import discover
from onespec.engine.spec.query_register import Entry, Register, Transfer, register_text
from onespec.engine.spec.schema import KINDS
from onespec.engine.spec.yamltext import load_yaml
from onespec.packages import operation_packages
from onespec.schemas import schemas

FOLDER = ROOT / "specs" / "schema"
PLACES = ("*.yaml", "sdtm/*.yaml", "adam/*.yaml", "displays/*.yaml")
FILES = sorted(p for study in (SHIPPED, OTHER / "spec") for place in PLACES for p in study.glob(place))


@pytest.fixture(scope="module")
def registry():
    return discover(operation_packages())


@pytest.fixture(scope="module")
def made(registry) -> dict[str, str]:
    return schemas(registry)


def schema_name(path) -> str:
    folder = path.parent.name
    return "dataset" if folder in ("sdtm", "adam") else "displays" if folder == "displays" else path.stem


def faults(name: str, content: object) -> list[str]:
    """Where a schema finds a fault, and which rule of the schema it breaks."""
    schema = json.loads((FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    found = Draft202012Validator(schema).iter_errors(content)
    return sorted(f"{'/'.join(map(str, e.absolute_path))}: {e.validator}" for e in found)


def typed(text: str) -> object:
    """What an editor reads: numbers, truth values and nulls; a date is a text."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {str(k): plain(v) for k, v in value.items()}
        if isinstance(value, list):
            return [plain(v) for v in value]
        return value.isoformat() if isinstance(value, date) else value

    return plain(yaml.safe_load(text))


def test_golden_schemas(made, request):
    """`make golden` rewrites specs/schema."""
    if request.config.getoption("--update-golden"):
        for name, text in made.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    assert sorted(p.name for p in FOLDER.iterdir()) == sorted(made)
    for name, text in made.items():
        stale = f"specs/schema/{name} says otherwise; 'make golden' rewrites it"
        assert (FOLDER / name).read_text(encoding="utf-8").splitlines() == text.splitlines(), stale


def test_each_is_a_schema(made):
    for text in made.values():
        Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_file_that_ships_is_valid_as_the_program_and_as_an_editor_reads_it(path):
    found = Findings()
    content = load_yaml(path, path.name, found)
    assert (found, faults(schema_name(path), content)) == ([], [])
    assert faults(schema_name(path), typed(path.read_text(encoding="utf-8"))) == []


def test_every_kind_of_file_is_among_them(made):
    """Of the register of queries none ships: its own test holds what the program writes."""
    assert {f"{schema_name(p)}.schema.json" for p in FILES} == set(made) - {"queries.schema.json"}


def test_a_register_of_queries_is_valid_as_the_program_writes_it():
    about = Identity("visits", "01", "VISDAT", "CHECK-WINDOW", "NO")
    said = {"subject": "01", "message": "M.", "first_seen": "1", "last_seen": "1", "status": "open", "history": ("x",)}
    text = register_text(Register((Transfer("1", "2"),), (Entry(id_of(about), *about, **said),)))
    assert faults("queries", typed(text)) == []
    assert faults("queries", typed(text.replace("status: open", "status: opened"))) == ["queries/0/status: enum"]


WAIVER = "waivers:\n- {dataset: DM, variable: SEX, kind: value, reason: R., who: A., date: 2027-11-02, cells: 3}\n"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("study.yaml", "protocol:", "protokol:", ": additionalProperties"),
        ("study.yaml", "study: ASTH-02\nname", "name", ": required"),
        ("study.yaml", "language: en", "language: fr", "language: enum"),
        ("study.yaml", "  adam: {name", "  adma: {name", "standards: additionalProperties"),
        ("study.yaml", "created: 2021-03-01T00:00:00", "created: March 2021", "created: pattern"),
        ("crf.yaml", "{label: {en: Centre}, type: text, page: 1}", "text", "forms/enrol/fields/CENTRE: type"),
        ("crf.yaml", "type: number, min: 0", "type: number, min: nil", "forms/inhaler/fields/PUFFS/min: pattern"),
        ("crf.yaml", "type: number, min: 0", "min: 0", "forms/inhaler/fields/PUFFS: required"),
        (
            "crf.yaml",
            "codelist: NY, page: 9",
            "codelist: NY, pages: 9",
            "forms/events/fields/SERIOUS: additionalProperties",
        ),
        ("codelists.yaml", "nci: C66742", "standard: sdmt", "NY/standard: enum"),
        ("codelists.yaml", "{M: male, F: female}", "{M: {means: male}}", "SEX/terms: anyOf"),
        ("sdtm/ae.yaml", "keys:", "key:", ": additionalProperties"),
        ("sdtm/ae.yaml", "  - read: {from: events}", "  - read: events", "records/0/read: type"),
        ("sdtm/ae.yaml", "  - read: {from: events}", "  - reed: {from: events}", "records/0: additionalProperties"),
        ("sdtm/ae.yaml", "{from: events}", "{from: events, tests: x}", "records/0/read: additionalProperties"),
        (
            "sdtm/ae.yaml",
            "{from: events}",
            "{from: events, where: {SERIOUS: {IS: Y}}}",
            "records/0/read/where/SERIOUS: additionalProperties",
        ),
        (
            "sdtm/ae.yaml",
            "{collected: events.EVENT}",
            "{collected: events.EVENT, assigned: x}",
            "variables/AETERM: oneOf",
        ),
        ("sdtm/ae.yaml", "{derived: sequence", "{derived: sequenze", "variables/AESEQ/derived: oneOf"),
        ("sdtm/ae.yaml", "with: {by:", "with: {bye:", "variables/AESEQ/with: additionalProperties"),
        ("adam/adsl.yaml", "label: Subject-Level Analysis Dataset\n", "", ": dependentRequired"),
        ("checks.yaml", "match: [EXTRT]", "mach: [EXTRT]", "checks/0/must_exist/counterpart: additionalProperties"),
        ("waivers.yaml", "kind: value", "kind: values", "waivers/0/kind: enum"),
        ("waivers.yaml", "cells: 3", "cells: 0", "waivers/0/cells: minimum"),
        ("conformance.yaml", "  count: 2", "  cuont: 2", "explained/0: additionalProperties"),
    ],
)
def test_a_spoiled_file_is_not(file, old, new, fault):
    checks = "checks:\n  - must_exist: {from: AE, match: [AETERM], counterpart: {from: EX, match: [EXTRT]}}\n"
    own = {"checks.yaml": checks, "waivers.yaml": WAIVER}
    path = (SHIPPED if file == "conformance.yaml" else OTHER / "spec") / file
    text = own.get(file) or path.read_text(encoding="utf-8")
    assert faults(schema_name(path), typed(text)) == []
    assert old in text
    assert fault in faults(schema_name(path), typed(text.replace(old, new, 1)))


def test_every_kind_of_parameter_has_its_words(registry):
    kinds = {p.kind for operation in registry.values() for p in operation.yaml_parameters.values()}
    assert kinds - {"selection", "selections"} <= set(KINDS)


def test_a_study_has_its_own_methods_in_its_schemas(other, capsys):
    other.append("spec/methods.py", METHOD)
    assert main(["schema", "--study", str(other.spec), "--out", str(other.folder / "schema")]) == 0
    assert capsys.readouterr().out == f"12 schemas in {other.folder / 'schema'}.\n"
    schema = json.loads((other.folder / "schema" / "dataset.schema.json").read_text(encoding="utf-8"))
    method = schema["$defs"]["method.half_of"]
    assert (method["description"], list(method["properties"]), method["required"]) == (
        "Half of {value}.",
        ["value"],
        ["value"],
    )


METHOD = """
from onespec.engine.contract import Column
from onespec.engine.registry import method

@method("Half of {value}.")
def half_of(value: Column) -> Column:
    return value / 2
"""
