"""Coding: what was written of each record, and the code that a coder gave to it where the export holds none."""

from __future__ import annotations

from typing import Any

import numpy as np

from onespec.engine.columns import as_number, as_text, concat, position_in, text
from onespec.engine.kinds import Text
from onespec.engine.plan.references import Other, Transfer
from onespec.engine.raw.cells import as_called
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.run.part import Part
from onespec.engine.spec.coding import folded
from onespec.engine.spec.model import Variable


def with_codes(part: Part, dataset: str, block: Block, variable: Variable, value: Any) -> Any:
    """A variable of coded terms, its blanks filled from the table of codes that coders gave to texts."""
    table = part.plan.codes_of(dataset, variable.name)
    if not table or not part.plan.codes[table]:
        return value
    blank = value.isna()
    if not blank.any():
        return value
    column = part.plan.coded[dataset].columns[variable.name]
    codes = {key: row.cells.get(column, "") for key, row in part.plan.codes[table].items()}
    written = verbatims(part, dataset, block).each(folded)
    found = written.map({t: codes.get(t, "") for t in written.distinct.texts})
    return value.where(~blank, as_number(found) if variable.is_number else found)


def verbatims(part: Part, dataset: str, block: Block) -> Text:
    """What was written in the CRF, in its own language, of each record of a coded dataset: the text that is coded."""
    found = [_of_piece(part, dataset, block, piece)[0] for piece in block.pieces]
    return concat(found) if found else text([])


def fields_of(part: Part, dataset: str, block: Block) -> Text:
    """The field in which each of these texts stands, as ``form.FIELD``; blank where it stands in none."""
    found = [text(_of_piece(part, dataset, block, piece)[1], piece.stop - piece.start) for piece in block.pieces]
    return concat(found) if found else text([])


def _of_piece(part: Part, dataset: str, block: Block, piece: Piece) -> tuple[Text, str]:
    """The texts of the records of one step, and their field."""
    topic = part.plan.coded[dataset].topic
    value = as_text(block.columns[topic].cut(piece.start, piece.stop))
    how, step = part.plan.variables[dataset, topic].how, piece.step
    made = topic in step.step.set or (step.operation is not None and topic in step.operation.produces)
    if made or not isinstance(how, Transfer):
        return value, ""
    for source in how.sources:
        form = part.forms.get(source.target)
        if form is None or source.name not in form.form.fields:
            continue
        position = _position(part, block, piece, source, len(how.sources) == 1)
        if position is not None:
            return _written(form, source.name).take(position), f"{source.target}.{source.name}"
    return value, ""


def _position(part: Part, block: Block, piece: Piece, source: Other, only: bool) -> np.ndarray | None:
    """The row of a form of each record of a step; None where another source serves the step."""
    if not source.along:
        subject = block.subject.cut(piece.start, piece.stop)
        return position_in(subject, part.subjects(source.target)) if only else None
    if piece.position is None or piece.source not in (source.target, part.plan.study.stands_on(source.target)):
        return None
    return piece.position if piece.source == source.target else part.forms[source.target].beside(piece.position)


def _written(form: TypedForm, name: str) -> Text:
    """The texts of a field as the CRF holds them, not their translations."""
    field = form.form.fields[name]
    own = field.type == "text" and not field.made_of
    return as_called(field, form.verbatim[name]) if own else form.frame[name]
