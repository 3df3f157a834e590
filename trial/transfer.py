"""A transfer: what changed from one export of a study to the next, and what that reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from onespec.engine.findings import Finding
from onespec.engine.spec.model import Study
from onespec.trial.endpoints import EndpointChange
from onespec.trial.export_change import ExportChange
from onespec.trial.records import DatasetChange

HEAD = ("kind", "form", "dataset", "file", "row_old", "row_new", "subject", "name", "field", "old", "new")


@dataclass(frozen=True)
class Export:
    """One of the two exports: the folder that was named, and the digest of its files (`engine.disk.export_digest`)."""

    folder: str
    digest: str


class Reached(Protocol):
    """What two builds differ in; ``unreached``: why that was not looked at, blank where it was."""

    @property
    def unreached(self) -> str: ...
    @property
    def datasets(self) -> list[DatasetChange]: ...
    @property
    def endpoints(self) -> list[EndpointChange]: ...


@dataclass(frozen=True)
class Transfer:
    """Two exports compared.

    stops      what of either a build cannot read; the file is named with its folder
    unreached  why it was not looked at what the change reaches; blank where ``datasets`` and ``endpoints`` tell it
    """

    study: Study
    old: Export
    new: Export
    change: ExportChange
    stops: list[Finding] = field(default_factory=list)
    unreached: str = ""
    datasets: list[DatasetChange] = field(default_factory=list)
    endpoints: list[EndpointChange] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"Transfer of {self.study.id}: {self.old.folder} -> {self.new.folder}"


def contents(change: ExportChange) -> list[tuple[str, list[str]]]:
    """What only one of the exports has, in words, and what could not be compared; without what is empty."""
    listed = (
        ("Files gone", change.files_gone),
        ("Files new", change.files_new),
        ("Columns gone", [f"{column} of {file}" for file, column in change.columns_gone]),
        ("Columns new", [f"{column} of {file}" for file, column in change.columns_new]),
        ("Subjects gone", change.subjects_gone),
        ("Subjects new", change.subjects_new),
        ("Forms that could not be compared", change.not_compared),
    )
    return [(what, list(names)) for what, names in listed if names]


def differences(transfer: Transfer) -> Iterator[tuple[object, ...]]:
    """Every difference, one a row of `HEAD`: endpoints, values and records of datasets, then what made them."""
    yield from reached_differences(transfer)
    yield from _of_export(transfer.change)


def reached_differences(transfer: Reached) -> Iterator[tuple[object, ...]]:
    """The rows of `HEAD` of what two builds differ in."""
    for each in transfer.endpoints:
        place = "", each.dataset, "", None, None
        yield f"endpoint {each.kind}", *place, each.subject, "", each.parameter, each.old, each.new
    for dataset in transfer.datasets:
        for value in dataset.values:
            place = "", value.dataset, "", None, None
            yield "value changed", *place, value.subject, value.name, value.variable, value.old, value.new
        for kind, records in (("record gone", dataset.gone), ("record new", dataset.added)):
            for record in records:
                yield kind, "", record.dataset, "", None, None, record.subject, record.name, "", "", ""


def _of_export(change: ExportChange) -> Iterator[tuple[object, ...]]:
    for kind, files in (("file gone", change.files_gone), ("file new", change.files_new)):
        yield from ((kind, "", "", file, None, None, "", "", "", "", "") for file in files)
    for kind, columns in (("column gone", change.columns_gone), ("column new", change.columns_new)):
        yield from ((kind, "", "", file, None, None, "", "", column, "", "") for file, column in columns)
    told: set[tuple[str, str, int]] = set()  # a row that several forms read is told at the first of them
    for name, form in change.forms.items():
        for cell in form.cells:
            kind = "cell written otherwise" if cell.otherwise else "cell changed"
            at = cell.new_row
            rows = at.file, cell.old_row.row, at.row
            yield kind, name, "", *rows, at.subject, at.name, cell.field, cell.old, cell.new
        for kind, rows in (("row gone", form.gone), ("row new", form.added)):
            for row in rows:
                if (kind, row.file, row.row) not in told:
                    told.add((kind, row.file, row.row))
                    numbers = (row.row, None) if kind == "row gone" else (None, row.row)
                    yield kind, name, "", row.file, *numbers, row.subject, row.name, "", "", ""
