"""Fields that a table lists: which of them a record step reads from its form, and into which columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from onespec.engine.contract import FieldsOf
from onespec.engine.plan.references import Constant, StepPlan, TableOf
from onespec.engine.spec.model import Study


class Listed(NamedTuple):
    """One cell of a table that names a field.

    mark    what the operation does with it
    table   its name, and the ``number`` of the ``row`` (from 2, as a reader of the file counts)
    column  of the table
    """

    field: str
    mark: FieldsOf
    table: str
    column: str
    number: int
    row: Mapping[str, str]


def listed_fields(step: StepPlan, study: Study, makes: str = "") -> Iterator[Listed]:
    """The cells that name fields of the step's form; of those that it reads into the column ``makes``, if named.

    A row is of the form that its cell FORM names; without one, of any.
    """
    for parameter in step.operation.parameters.values() if step.operation else ():
        table = step.arguments.get(parameter.argument)
        if not isinstance(table, TableOf):
            continue
        rows = study.tables[table.name] if table.name else [dict(row) for row in table.rows]
        for mark in parameter.marks:
            if not isinstance(mark, FieldsOf) or makes not in ("", mark.makes):
                continue
            column = column_of(step, mark)
            for number, row in enumerate(rows, start=2):
                if row.get("FORM", "") in ("", step.step.source) and row.get(column):
                    yield Listed(row[column], mark, table.name, column, number, row)


def column_of(step: StepPlan, mark: FieldsOf) -> str:
    """The column of the table: that of the mark, or the one that its parameter names; blank where none is named."""
    named = step.named(mark.column)
    if step.operation and mark.column in step.operation.parameters:
        return named.text if isinstance(named, Constant) else ""
    return mark.column


def not_made(step: StepPlan) -> set[str]:
    """The columns that an operation would make of fields, had the step named the table's column for them."""
    marks = [m for p in (step.operation.parameters.values() if step.operation else ()) for m in p.marks]
    return {m.makes for m in marks if isinstance(m, FieldsOf) and not column_of(step, m)}
