"""One part: its typed forms, the datasets as far as they are computed, and how their columns are read."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.engine.columns import as_text, side_by_side, text
from onespec.engine.contract import Selection
from onespec.engine.findings import Findings
from onespec.engine.plan.references import BySubject, Chosen, CodesOf, Constant, Plan, TableOf
from onespec.engine.raw.account import USED
from onespec.engine.raw.fields import TypedForm, companions
from onespec.engine.run.blocks import Block, Ledger, Piece
from onespec.engine.run.match import holds, table_frame
from onespec.engine.spec.model import Condition, Dataset


class Part:
    """One part: its typed forms, and the datasets as far as they are computed.

    The ``first`` part of a study holds those records of its datasets that belong to no subject.
    """

    def __init__(self, plan: Plan, forms: dict[str, TypedForm], first: bool = True):
        self.plan, self.forms, self.first = plan, forms, first
        self.tables = {n: table_frame(n, rows) for n, rows in plan.study.tables.items()}
        self.blocks: dict[tuple[str, int], Block] = {}
        self.whole: dict[tuple[str, str], pd.Series] = {}
        self.joined: dict[tuple[str, str, int], pd.Series] = {}
        self.chosen: dict[
            tuple, tuple[np.ndarray, pd.DataFrame]
        ] = {}  # what the steps of one phase select: several name the same rows
        self.current = self.making = ""  # the dataset and the variable ("" for its records) that are being computed
        self.ledgers: dict[str, Ledger] = {}

    @property
    def findings(self) -> Findings:
        """The findings of the dataset that is being computed."""
        return self.ledgers[self.current].findings

    def subjects(self, target: str, phases: int | None = None) -> pd.Series:
        """The subject of each row of a form or dataset (of its first ``phases``)."""
        if target in self.forms:
            return self.forms[target].subject
        return self._joined(target, "SUBJECT", [b.subject for b in self.phase_blocks(target, phases)])

    def column(self, target: str, name: str, phases: int | None = None) -> pd.Series:
        """A whole column of a form or dataset (of its first ``phases``)."""
        if target in self.forms:
            return self.forms[target].frame[name]
        if (target, name) in self.whole:
            return self.whole[target, name].iloc[: sum(map(len, self.phase_blocks(target, phases)))]
        return self._joined(target, name, [b.columns[name] for b in self.phase_blocks(target, phases)])

    def _joined(self, target: str, name: str, phases: list[pd.Series]) -> pd.Series:
        """A column over several phases, joined once: many steps look at the same one."""
        if len(phases) == 1:
            return phases[0]
        key = target, name, len(phases)
        if key not in self.joined:
            self.joined[key] = pd.concat(phases, ignore_index=True) if phases else text([])
        return self.joined[key]

    def phase_blocks(self, target: str, phases: int | None = None) -> list[Block]:
        """The blocks of a dataset that are computed so far."""
        count = self.plan.dataset(target).phases if phases is None else phases
        return [self.blocks[target, p] for p in range(count)]

    def keep(self, target: str, where: tuple[Condition, ...], phases: int | None = None) -> np.ndarray:
        """The positions of the rows of ``target`` for which the where clause holds."""
        kept = np.ones(len(self.subjects(target, phases)), bool)
        for condition in where:
            column = self.column(target, condition.name, phases)
            kept &= holds(condition, column, self._numeric(target, condition.name))
            self.mark(target, condition.name, np.arange(len(column)), USED)
        return np.flatnonzero(kept)

    def _numeric(self, target: str, name: str) -> bool:
        return target in self.forms and self.forms[target].form.fields[name].type == "number"

    def mark(self, target: str, name: str, positions: np.ndarray, status: int, by: str | None = None) -> None:
        """Account for raw cells (and for the cells that travel with them); ``by``: not what is being computed, but so named."""
        form = self.forms.get(target)
        if form is None or name not in form.status:
            return
        positions = positions[positions >= 0]
        for cell in (name, *companions(form.form.fields[name])):
            marks = self.ledgers[self.current].marks.setdefault(
                (target, cell, self.making if by is None else by), np.zeros(len(form.rows), np.uint8)
            )
            marks[positions] = np.maximum(marks[positions], status)

    def mark_read(self, piece: Piece, name: str, status: int, by: str | None = None) -> None:
        """Account for the raw cells that a record step read into its column ``name``."""
        codes, fields = pd.factorize(piece.fields[name])
        for i, field in enumerate(fields):
            self.mark(piece.source, field, piece.position[codes == i], status, by)

    def select(self, chosen: Chosen, dataset: Dataset, phase: int) -> Selection:
        """A selection of a form or dataset; of the dataset itself, its earlier phases."""
        before = phase if chosen.source == dataset.name else None
        key = chosen.source, chosen.where, chosen.columns, before
        if key not in self.chosen:
            position = self.keep(chosen.source, chosen.where, before)
            columns = {
                "SUBJECT": self.subjects(chosen.source, before),
                **{n: self.column(chosen.source, n, before) for n in chosen.columns},
            }
            self.chosen[key] = position, side_by_side(columns, position)
        position, frame = self.chosen[key][0], self.chosen[key][1].copy(deep=False)
        if chosen.cls is None:
            return Selection(chosen.source, frame, position)
        for n in chosen.columns:
            self.mark(chosen.source, n, position, USED)
        return chosen.cls(
            name=chosen.source, frame=frame, position=position, set=dict(chosen.set), **dict(chosen.extra)
        )

    def argument(self, argument: object, dataset: Dataset, phase: int) -> object:
        """What a record operation or check receives for one resolved argument."""
        if isinstance(argument, tuple):
            return [self.argument(a, dataset, phase) for a in argument]
        if isinstance(argument, Chosen):
            return self.select(argument, dataset, phase)
        if isinstance(argument, BySubject):
            column = self.column(argument.target, argument.name)
            self.mark(argument.target, argument.name, np.arange(len(column)), USED)
            return column.set_axis(self.subjects(argument.target).to_numpy())
        return self.simple(argument)

    def simple(self, argument: object) -> object:
        """A constant, table or codelist."""
        if isinstance(argument, Constant):
            return argument.value
        if isinstance(argument, TableOf):
            return self.tables[argument.name] if argument.name else table_frame("", [dict(r) for r in argument.rows])
        if isinstance(argument, CodesOf):
            return self.plan.study.codelists[argument.name]
        raise TypeError(argument)

    def rows_findings(
        self,
        dataset: Dataset,
        block: Block,
        column: str,
        rows: np.ndarray,
        level: str,
        rule: str,
        message: str,
        fix: str,
        values: pd.Series | None = None,
    ) -> None:
        """A finding for each of the ``rows`` (with its value), with the raw row behind it where it stands on a form."""
        shown = [""] * len(rows) if values is None else as_text(values)
        for i, value in zip(rows, shown):
            piece = next((p for p in block.pieces if p.start <= i < p.stop), None)
            where = {}
            if piece is not None and piece.source in self.forms and piece.position is not None:
                form = self.forms[piece.source]
                where = {"file": form.form.file, "row": int(form.rows[piece.position[i - piece.start]])}
            self.findings.add(
                rule,
                level,
                message,
                fix,
                dataset=dataset.name,
                column=column,
                subject=block.subject.iat[i],
                value=value,
                **where,
            )
