"""What a specification says by itself: of an imported one the same as what it was imported from."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from support import OTHER

from onespec.engine.findings import Findings
from onespec.engine.metadata.model import Metadata, Variable, by_oid
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover
from onespec.importing import import_spec, read_back, write_spec
from onespec.packages import operation_packages

from .generated import metadata


def leaves_of(value: Any) -> list[str]:
    """Every text of a model that is not blank, whatever holds it."""
    if isinstance(value, str):
        return [value] if value else []
    if is_dataclass(value):
        return [text for f in fields(value) if f.name != "line" for text in leaves_of(getattr(value, f.name))]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return [text for each in inner for text in leaves_of(each)]


def told_of(made: Metadata, variable: Variable, codelists: dict[str, tuple]) -> tuple:
    """What a variable says, references resolved."""
    method = by_oid(made.methods).get(variable.method)
    origins = [(o.type, tuple(o.said.values()), o.documents and o.documents[0].pages) for o in variable.origins]
    type_ = "integer" if variable.format == "DATE9." and variable.type in ("integer", "float") else variable.type
    return (
        tuple(variable.label.values()),
        type_,
        variable.format,
        codelists.get(variable.codelist),
        origins,
        tuple(method.said.values()) if method else (),
        [told_of(made, value, codelists) for value in variable.values],
    )


def codelists_of(made: Metadata) -> dict[str, tuple]:
    return {
        c.oid: (c.dictionary.name, c.dictionary.version)
        if c.dictionary
        else (c.name, [(t.value, tuple(t.decode.values()), dict(t.aliases)) for t in c.terms], dict(c.aliases))
        for c in made.codelists
    }


@given(made=metadata())
@settings(max_examples=40, deadline=None)
def test_what_define_can_hold_comes_back_and_everything_else_is_named(made: Metadata):
    with tempfile.TemporaryDirectory() as folder:
        imported = write_spec(made, Path(folder) / "new")
        back = read_back(imported.folder)
        make_plan(imported.folder, discover(operation_packages()), Findings())  # whatever it finds, it ends
    texts = Counter(row.text for row in imported.account.rows)
    assert texts == Counter(leaves_of(made))
    there = {dataset.name: dataset for dataset in back.datasets}
    codelists, known = codelists_of(made), codelists_of(back)
    for dataset_ in made.datasets:
        if dataset_.name.startswith("SUPP"):
            continue
        own = there[dataset_.name]
        assert (own.label, own.keys) == (dataset_.label, dataset_.keys)
        variables = {v.name: v for v in own.variables}
        assert variables.keys() == {v.name for v in dataset_.variables}
        for each in dataset_.variables:
            assert told_of(back, variables[each.name], known) == told_of(made, each, codelists)


def test_the_define_xml_of_a_study_brings_back_what_its_specification_says(built_other, tmp_path):
    """What is another is of the data: whole numbers, dates in part, terms in use, what record steps and values say."""
    own = {dataset.name: dataset for dataset in read_back(OTHER / "spec").datasets}
    for standard in ("sdtm", "adam"):
        imported = import_spec(built_other / standard / "define.xml", tmp_path / standard)
        assert imported.names.faults == []
        back = read_back(imported.folder)
        for dataset in back.datasets:
            mine = own.pop(dataset.name)
            assert replace(dataset, variables=(), comment="") == replace(mine, variables=(), comment="")
            stated = {v.name: v for v in mine.variables}
            assert [v.name for v in dataset.variables] == [
                n for n in stated if n in {v.name for v in dataset.variables}
            ]
            for each in dataset.variables:
                it = stated[each.name]
                assert (each.label, each.key, each.role, each.format) == (it.label, it.key, it.role, it.format)
                assert each.type == it.type or (it.type, each.type) in DECIDED_BY_DATA
                if it.origins and each.origins and not dataset.name.startswith("SUPP"):
                    assert {o.type for o in it.origins} <= {o.type for o in each.origins} | {"Collected"}
    assert own == {}


DECIDED_BY_DATA = {("float", "integer"), ("datetime", "date"), ("datetime", "partialDate")}
