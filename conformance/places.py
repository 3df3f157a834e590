"""Where the specification makes what a breach is about: the line to open first."""

from __future__ import annotations

from onespec.conformance.breach import Breach
from onespec.conformance.package import Package
from onespec.conformance.run import cell_text
from onespec.engine.spec.model import Dataset, Study, Variable


def place_of(study: Study, package: Package, breach: Breach) -> str:
    """``file:line`` of the first of the breach's variables that the specification makes, else of the dataset.

    It is "" for the package as a whole.  Of a record of supplemental qualifiers it is the line of the qualifier; of a
    variable that a record step fills, the step's.
    """
    dataset = study.datasets.get(breach.dataset)
    if dataset is None:
        return ""
    parent = study.datasets.get(dataset.parent)
    if parent:
        table = package.tables.get(dataset.name)
        qualifier = parent.variables.get(cell_text(table.frame, breach.row, "QNAM")) if table else None
        return f"{parent.file}:{qualifier.line if qualifier else parent.line}"
    variable = next((dataset.variables[v] for v in breach.variables if v in dataset.variables), None)
    return f"{dataset.file}:{_line(dataset, variable) if variable else dataset.line}"


def _line(dataset: Dataset, variable: Variable) -> int:
    """The variable's own line; without one, that of the step that sets it, or of the first."""
    if variable.line or not dataset.steps:
        return variable.line or dataset.line
    return next((s.line for s in dataset.steps if variable.name in s.set), dataset.steps[0].line)
