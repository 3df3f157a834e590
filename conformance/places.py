"""Where the specification makes what a breach is about: the line to open first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onespec.conformance.breach import Breach
from onespec.conformance.package import Package
from onespec.engine.spec.model import Dataset, Study, Variable

_QUALIFIER = "QNAM"


def places_of(study: Study, package: Package, breaches: Sequence[Breach]) -> list[str]:
    """``file:line`` of the first of each breach's variables that the specification makes, else of the dataset.

    It is "" for the package as a whole.  Of a record of supplemental qualifiers it is the line of the qualifier; of a
    variable that a record step fills, the step's.
    """
    qualifiers = _qualifiers(study, package, breaches)
    return [_place(study, b, qualifiers.get((b.dataset, b.row), "")) for b in breaches]


def _qualifiers(study: Study, package: Package, breaches: Sequence[Breach]) -> dict[tuple[str, int | None], str]:
    """The names of the qualifiers of all records of supplemental qualifiers that are at fault."""
    out: dict[tuple[str, int | None], str] = {}
    for name, table in package.tables.items():
        described = study.datasets.get(name)
        if described and described.parent in study.datasets and _QUALIFIER in table.frame:
            rows = sorted({b.row for b in breaches if b.dataset == name and b.row and b.row <= table.rows})
            found = table.at([_QUALIFIER], np.array(rows, np.int64) - 1)[_QUALIFIER].tolist() if rows else []
            out |= {(name, row): str(text) for row, text in zip(rows, found, strict=True)}
    return out


def _place(study: Study, breach: Breach, name: str) -> str:
    dataset = study.datasets.get(breach.dataset)
    if dataset is None:
        return ""
    parent = study.datasets.get(dataset.parent)
    if parent:
        qualifier = parent.variables.get(name)
        return f"{parent.file}:{qualifier.line if qualifier else parent.line}"
    variable = next((dataset.variables[v] for v in breach.variables if v in dataset.variables), None)
    return f"{dataset.file}:{_line(dataset, variable) if variable else dataset.line}"


def _line(dataset: Dataset, variable: Variable) -> int:
    """The variable's own line; without one, that of the step that sets it, or of the first."""
    if variable.line or not dataset.steps:
        return variable.line or dataset.line
    return next((s.line for s in dataset.steps if variable.name in s.set), dataset.steps[0].line)
