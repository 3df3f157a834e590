"""The raw cell behind a value: what a finding stands on, so that one cell is asked about once.

Only values with findings are traced, one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from onespec.engine.columns import as_text, number_text
from onespec.engine.days import iso_date
from onespec.engine.findings import Cell
from onespec.engine.plan.references import (
    Argument,
    Computation,
    Fixed,
    ManyOf,
    OneOf,
    Other,
    Own,
    Reference,
    Transfer,
    flat,
)
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.run.part import Part

_DAY = len("2027-10-31")
_DEPTH = 20  # a value is copied and derived a few times, never so often


@dataclass(frozen=True)
class Record:
    """One record of a block, which may not be computed to its end."""

    part: Part
    dataset: str
    block: Block
    row: int

    @property
    def piece(self) -> Piece | None:
        return piece_of(self.block, self.row)

    @property
    def subject(self) -> str:
        return self.block.subject[self.row]

    def position(self, target: str) -> int:
        """Its row in ``target``: its own source, or the first of its subject; -1 without one."""
        along = self.along(target)
        return along if along >= 0 else next(_rows_of_subject(self.part, target, self.subject), -1)

    def along(self, target: str) -> int:
        """Its row in ``target`` where that is its source; -1 elsewhere."""
        piece, study = self.piece, self.part.plan.study
        if piece is None or piece.position is None or piece.source not in (target, study.stands_on(target)):
            return -1
        position = piece.position[self.row - piece.start : self.row - piece.start + 1]
        return int((position if piece.source == target else self.part.forms[target].beside(position))[0])

    def shown(self, name: str) -> str:
        """A variable as text; blank while it is not computed."""
        value = self.block.columns[name][self.row] if name in self.block.columns else ""
        return value if isinstance(value, str) else _as_text(self.part, self.dataset, name, value)


def cell_of(part: Part, target: str, name: str, position: int) -> Cell:
    """The raw cell that a value of a form or dataset comes from; the value itself where none is known."""
    raw = _raw(part, target, name, position, 0)
    if raw is not None:
        return raw
    subject, value = part.subjects(target)[position], _shown(part, target, name, position)
    return Cell("", None, f"{target}.{name}", subject, value)


def behind(record: Record, reference: Argument | None) -> Cell | None:
    """The raw cell that a reference of a record takes its value from."""
    return _followed(record, reference, 0) if isinstance(reference, (Own, Other, OneOf)) else None


def own_cell(record: Record, name: str, depth: int = 0) -> Cell | None:
    """The raw cell behind a variable of a record."""
    piece = record.piece
    if piece is not None and name in piece.fields:
        field = as_text(piece.fields[name])[record.row - piece.start]
        return _raw(record.part, piece.source, field, record.along(piece.source), depth + 1)
    plan = record.part.plan.variables.get((record.dataset, name))
    if plan is None or (piece is not None and name in piece.produced):
        return None
    if plan.variable.part_of:
        return own_cell(record, plan.variable.part_of, depth)
    if isinstance(plan.how, Transfer):
        return _followed(record, OneOf(plan.how.sources), depth)
    return _computed_from(record, name, plan.how, depth) if isinstance(plan.how, Computation) else None


def row_behind(record: Record) -> tuple[str, int, str] | None:
    """File, row and form of the raw row that a record stands on, by way of records of other datasets; None without."""
    for _ in range(_DEPTH):
        piece = record.piece
        if piece is None or piece.position is None:
            return None
        at, part = int(piece.position[record.row - piece.start]), record.part
        form = part.forms.get(piece.source)
        if form is not None:
            return (*form.form.place(form.rows[at]), form.form.name)
        for block in part.phase_blocks(piece.source):
            if at < len(block):
                record = Record(part, piece.source, block, at)
                break
            at -= len(block)
        else:
            return None
    return None


def _raw(part: Part, target: str, name: str, position: int, depth: int) -> Cell | None:
    if position < 0 or depth > _DEPTH:
        return None
    form = part.forms.get(target)
    if form is not None:
        if name not in form.form.fields:
            return None
        return form.cell(name, position)
    for block in part.phase_blocks(target):
        if position < len(block):
            return own_cell(Record(part, target, block, position), name, depth)
        position -= len(block)
    return None


def _followed(record: Record, reference: Reference, depth: int) -> Cell | None:
    if isinstance(reference, Fixed):
        return None
    if isinstance(reference, Own):
        return own_cell(record, reference.name, depth + 1)
    if isinstance(reference, OneOf):
        piece = record.piece
        stands_on = record.part.plan.study.stands_on
        own = [r for r in reference.references if piece is not None and piece.source in (r.target, stands_on(r.target))]
        chosen = reference.references if len(reference.references) == 1 else own
        return _followed(record, chosen[0], depth) if chosen else None
    if record.along(reference.target) >= 0 and _is_read_into(record.part, reference):
        return own_cell(record, reference.name, depth + 1)
    return _raw(record.part, reference.target, reference.name, record.position(reference.target), depth + 1)


def _is_read_into(part: Part, reference: Other) -> bool:
    """Is it no field of its form, but a column that a record step has read fields into?"""
    return reference.target in part.forms and reference.name not in part.forms[reference.target].form.fields


def _computed_from(record: Record, name: str, how: Computation, depth: int) -> Cell | None:
    """The cell of the argument that holds the derived value; of a method with one column, the cell of that one."""
    part, columns = record.part, [r for r in flat(how.arguments.values()) if isinstance(r, (Own, Other, ManyOf))]
    value = record.shown(name)
    for reference in columns:
        if isinstance(reference, ManyOf):
            for position in _rows_of_subject(part, reference.target, record.subject):
                if _same(value, _shown(part, reference.target, reference.name, position)):
                    return _raw(part, reference.target, reference.name, position, depth + 1)
        elif len(columns) == 1 or _same(value, _referred(record, reference)):
            return _followed(record, reference, depth)
    return None


def _referred(record: Record, reference: Own | Other) -> str:
    """The value of a reference as text."""
    if isinstance(reference, Own):
        return record.shown(reference.name)
    position = record.position(reference.target)
    known = position >= 0 and not _is_read_into(record.part, reference)
    return _shown(record.part, reference.target, reference.name, position) if known else ""


def _same(value: str, other: str) -> bool:
    """One value, or one day."""
    if not value or not other:
        return False
    return value == other or (len(value) >= _DAY <= len(other) and value[:_DAY] == other[:_DAY])


def _shown(part: Part, target: str, name: str, position: int) -> str:
    value = part.column(target, name)[position]
    return value if isinstance(value, str) else _as_text(part, target, name, value)


def _as_text(part: Part, dataset: str, name: str, value: float) -> str:
    """A number as text, a date of SAS as ISO 8601."""
    if np.isnan(value):
        return ""
    variable = part.plan.dataset(dataset).variables.get(name)
    return iso_date(value) if variable is not None and variable.type == "sasdate" else number_text(float(value))


def piece_of(block: Block, row: int) -> Piece | None:
    """The piece of a block in which a row stands."""
    return next((p for p in block.pieces if p.start <= row < p.stop), None)


def _rows_of_subject(part: Part, target: str, subject: str) -> Iterator[int]:
    yield from map(int, part.rows_of(target, subject))
