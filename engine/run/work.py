"""Work on a dataset of a part: what is being computed, what it looks at, and what it finds.

Everything that is computed is given its work as an argument: nothing is remembered between calls.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import as_number, as_text
from onespec.engine.contract import PerSubject, Selection
from onespec.engine.findings import QUERY, Cell, Findings, Problem
from onespec.engine.frames import Frame, side_by_side, table_of
from onespec.engine.plan.references import Argument, BySubject, Chosen, CodesOf, Constant, TableOf
from onespec.engine.raw.account import CARRIED, REFUSED, USED
from onespec.engine.rules import CONSEQUENCES
from onespec.engine.run.blocks import Block, Ledger, Piece
from onespec.engine.run.cells import Record, own_cell, row_behind
from onespec.engine.run.match import holds, meets
from onespec.engine.run.part import Part
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.model import Dataset

Cells = list[tuple[Cell | None, ...]]
Selected = dict[tuple, tuple[np.ndarray, Frame]]


@dataclass(frozen=True)
class Work:
    """The work on one variable of a dataset, or on its records.

    ledger    takes the findings, and the marks on raw cells
    variable  what is being computed, "" for the dataset's records
    given     records that a step has given the variable: it takes no raw cell for them
    selected  what the steps of one phase have selected so far: several name the same rows
    """

    part: Part
    dataset: Dataset
    ledger: Ledger
    variable: str = ""
    given: np.ndarray | None = None
    selected: Selected = field(default_factory=dict)

    @property
    def findings(self) -> Findings:
        return self.ledger.findings

    def within(self, piece: Piece) -> Work:
        """The same work on the records of one piece only."""
        return self if self.given is None else replace(self, given=self.given[piece.start : piece.stop])

    # What it looks at ----------------------------------------------------------------------

    def mark(self, target: str, name: str, positions: np.ndarray | None, status: int, by: str | None = None) -> None:
        """Account for raw cells (and for the cells that travel with them).

        positions  of the rows; None for all
        by         the rule that refuses them, where it is not the variable that looks at them
        """
        form = self.part.forms.get(target)
        if form is None or name not in form.status:
            return
        chosen = np.ones(len(form.rows), bool)
        if positions is not None:
            chosen[:] = False
            chosen[positions[positions >= 0]] = True
        behind = form.form.behind(name)
        for cell in behind:
            rows = chosen
            for made, left, instead, rule in form.left.get(cell, ()) if status == CARRIED else ():
                if made in behind:
                    self._mark((target, cell, rule or self.variable), rows & left, instead)
                    rows = rows & ~left
            self._mark((target, cell, self.variable if by is None else by), rows, status)

    def _mark(self, key: tuple[str, str, str], rows: np.ndarray, status: int) -> None:
        """Note what became of the cells of a field where ``rows`` is True."""
        if key not in self.ledger.marks:
            self.ledger.marks[key] = np.zeros(len(rows), np.uint8)
        marks = self.ledger.marks[key]
        marks[rows] = np.maximum(marks[rows], status)

    def refuse_rows(self, target: str, positions: np.ndarray, by: str) -> None:
        """Whole rows of a form are refused by a rule, and with them the rows that belong to them."""
        for name in self.part.forms[target].form.columns:
            self.mark(target, name, positions, REFUSED, by)
        for form in self.part.forms.values():
            if form.form.belongs_to == target:
                self.refuse_rows(form.form.name, form.beside(positions), by)

    def mark_read(self, piece: Piece, name: str, status: int, by: str | None = None) -> None:
        """Account for the raw cells that a record step read into its column ``name``."""
        fields = as_text(piece.fields[name])
        position = np.empty(0, np.intp) if piece.position is None else piece.position
        for code in fields.distinct.used(fields.codes).tolist():
            self.mark(piece.source, fields.distinct.texts[code], position[fields.codes == code], status, by)

    def keep(self, target: str, where: tuple[Condition, ...], phases: int | None = None) -> np.ndarray:
        """The positions of the rows of ``target`` for which the where clause holds."""
        kept = np.ones(len(self.part.subjects(target, phases)), bool)
        for condition in where:
            column = self.part.column(target, condition.name, phases)
            if self.part.is_numeric(target, condition.name):
                column = as_number(column)
            against = None if condition.against is None else self.joined(target, condition.against, phases)
            kept &= holds(condition, column) if against is None else meets(condition.comparator, column, against)
            self.mark(target, condition.name, None, USED)
        return np.flatnonzero(kept)

    def joined(self, target: str, joined: Joined, phases: int | None = None, rows: np.ndarray | None = None) -> Column:
        """A column as the rows of ``target`` (of its first ``phases``; all, or ``rows``) meet it."""
        part, other = self.part, joined.target
        position = part.meeting(target, joined, phases)
        position = position if rows is None else position[rows]
        column = part.column(other, joined.name, phases if joined.way == "record" else None).take(position)
        self.mark(other, joined.name, position, USED)
        return as_number(column) if part.is_numeric(other, joined.name) else column

    def select(self, chosen: Chosen, phase: int) -> Selection:
        """A selection of a form or dataset; of the dataset itself, its earlier phases."""
        before = phase if chosen.source == self.dataset.name else None
        key = chosen.source, chosen.where, chosen.columns, before
        if key not in self.selected:
            position = self.keep(chosen.source, chosen.where, before)
            columns = {"SUBJECT": self.part.subjects(chosen.source, before)}
            columns |= {n: self.part.column(chosen.source, n, before) for n in chosen.columns}
            self.selected[key] = position, side_by_side(columns, position)
        position, frame = self.selected[key]
        if chosen.cls is None:
            return Selection(chosen.source, frame, position)
        for n in chosen.columns:
            self.mark(chosen.source, n, position, USED)
        extra = {
            n: v.value if isinstance(v, Constant) else list(v) if isinstance(v, tuple) else v for n, v in chosen.extra
        }
        return chosen.cls(name=chosen.source, frame=frame, position=position, set=dict(chosen.set), **extra)

    def argument(self, argument: Argument, phase: int, source: Selection | None = None) -> Any:
        """What a record operation or check receives for one resolved argument.

        source  what it stands on: a column is given as its rows meet it
        """
        if isinstance(argument, tuple):
            return [self.argument(a, phase, source) for a in argument]
        if isinstance(argument, Joined) and source is not None:
            before = phase if source.name == self.dataset.name else None
            return self.joined(source.name, argument, before, source.position)
        if isinstance(argument, Chosen):
            return self.select(argument, phase)
        if isinstance(argument, BySubject):
            column = self.part.column(argument.target, argument.name)
            self.mark(argument.target, argument.name, None, USED)
            return PerSubject(self.part.subjects(argument.target), column)
        return self.simple(argument)

    def simple(self, argument: object) -> Any:
        """A constant, table or codelist."""
        if isinstance(argument, Constant):
            return argument.value
        if isinstance(argument, TableOf):
            return self.part.tables[argument.name] if argument.name else table_of([dict(r) for r in argument.rows])
        if isinstance(argument, CodesOf):
            return self.part.plan.study.codelists[argument.name]
        raise TypeError(argument)

    # What it finds -------------------------------------------------------------------------

    def report(
        self, problem: Problem, column: str, rows: np.ndarray, values: Column, cells: Cells | None = None
    ) -> None:
        """A finding for each of the dataset's records ``rows`` (ascending), with its value.

        In the order in which they arose.  ``cells``: what the finding of each of ``rows`` stands on.
        """
        start = 0
        for phase in range(self.dataset.phases):
            block = self.part.blocks[self.dataset.name, phase]
            here = slice(*np.searchsorted(rows, [start, start + len(block)]))
            own = None if cells is None else cells[here]
            self.report_in(block, problem, column, rows[here] - start, values[here], own)
            start += len(block)

    def report_in(
        self,
        block: Block,
        problem: Problem,
        column: str,
        rows: np.ndarray,
        values: Column | None = None,
        cells: Cells | None = None,
    ) -> None:
        """A finding for each of a block's ``rows``, with the raw row that it stands on, or that its value comes from.

        ``cells``: what each stands on; the raw cell behind ``column`` when left out.
        """
        shown = [""] * len(rows) if values is None else as_text(values).tolist()
        asked = QUERY in (problem.level, self.part.plan.study.levels.get(problem.rule))
        for n, (i, value) in enumerate(zip(rows, shown, strict=True)):
            record = Record(self.part, self.dataset.name, block, i)
            piece = record.piece
            on_form = piece is not None and piece.source in self.part.forms and piece.position is not None
            wanted = asked or not on_form or problem.rule in CONSEQUENCES
            found = cells[n] if cells else (own_cell(record, column),) if wanted else ()
            where: dict[str, Any] = {"cells": tuple(cell for cell in found if cell)}
            own = next((cell for cell in where["cells"] if cell.file and not on_form), None)
            place = (own.file, own.row, own.form) if own else row_behind(record)
            if place and (on_form or not asked):
                where |= dict(zip(("file", "row", "form"), place, strict=True))
            subject = block.subject[i]
            self.findings.tell(problem, dataset=self.dataset.name, column=column, subject=subject, value=value, **where)
