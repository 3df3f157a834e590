"""One part: its typed forms, the datasets as far as they are computed, and how their columns are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import concat, position_in, text
from onespec.engine.contract import Many
from onespec.engine.frames import table_of
from onespec.engine.kinds import Text
from onespec.engine.plan.references import Plan
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.run.blocks import Block, Ledger
from onespec.engine.spec.conditions import Condition, Joined


@dataclass
class Grouped:
    """Chosen rows of a form or dataset (of its first ``phases``).

    Their positions, the group of each, and how many groups there are.
    """

    position: np.ndarray
    group: np.ndarray
    groups: int
    phases: int | None
    columns: dict[str, Many] = field(default_factory=dict)

    def many(self, name: str, column: Column) -> Many:
        """A column of these rows, taken once."""
        if name not in self.columns:
            self.columns[name] = Many(column.take(self.position), self.group, self.groups)
        return self.columns[name]


class Part:
    """One part: its typed forms, and the datasets as far as they are computed.

    The ``first`` part of a study holds those records of its datasets that belong to no subject.
    """

    def __init__(self, plan: Plan, forms: Mapping[str, TypedForm], first: bool = True):
        self.plan, self.forms, self.first = plan, forms, first
        self.tables = {n: table_of(rows, n) for n, rows in plan.study.tables.items()}
        self.blocks: dict[tuple[str, int], Block] = {}
        self.whole: dict[tuple[str, str], Column] = {}
        self.joined: dict[tuple[str, str, int], Column] = {}
        self.ledgers: dict[str, Ledger] = {}
        self._grouped: dict[tuple[str, tuple[Condition, ...], int | None], Grouped] = {}
        self._by_subject: dict[str, tuple[Text, np.ndarray, np.ndarray]] = {}

    def ledger(self, dataset: str) -> Ledger:
        """The ledger of a dataset: what computing it found, and what it did with raw cells."""
        return self.ledgers.setdefault(dataset, Ledger())

    def subjects(self, target: str, phases: int | None = None) -> Text:
        """The subject of each row of a form or dataset (of its first ``phases``)."""
        if target in self.forms:
            return self.forms[target].subject
        return self._joined(target, "SUBJECT", [b.subject for b in self.phase_blocks(target, phases)])

    def rows_of(self, target: str, subject: str) -> np.ndarray:
        """The positions of one subject's rows of a form or dataset, ascending; looked up once for all subjects."""
        column = self.subjects(target)
        known = self._by_subject.get(target)
        if known is None or known[0] is not column:
            order = np.argsort(column.codes, kind="stable")
            known = self._by_subject[target] = column, order, column.codes[order]
        code = column.distinct.index.get(subject, -1)
        low, high = np.searchsorted(known[2], [code, code + 1])
        return known[1][low:high]

    @cached_property
    def register(self) -> Text:
        """The subjects of the part, and the blank, which stands for the study as a whole."""
        return concat([text([""]), self.forms[self.plan.study.subjects].subject])

    def subject_numbers(self, subjects: Text) -> np.ndarray:
        """The number of each subject in this part; every subject of its records stands in the register."""
        return position_in(subjects, self.register)

    def grouped(
        self, target: str, where: tuple[Condition, ...], position: np.ndarray, phases: int | None = None
    ) -> Grouped:
        """The rows of a form or dataset (of its first ``phases``) for which ``where`` holds, by subject."""
        key = target, where, phases
        if key not in self._grouped:
            numbers = self.subject_numbers(self.subjects(target, phases).take(position))
            self._grouped[key] = Grouped(position, numbers, len(self.register), phases)
        return self._grouped[key]

    def column(self, target: str, name: str, phases: int | None = None) -> Any:
        """A whole column of a form or dataset (of its first ``phases``)."""
        if target in self.forms:
            return self.forms[target].frame[name]
        if (target, name) in self.whole:
            return self.whole[target, name].cut(0, sum(map(len, self.phase_blocks(target, phases))))
        blocks = self.phase_blocks(target, phases)
        is_new = len(blocks) > 1 and (target, name, len(blocks)) not in self.joined
        joined = self._joined(target, name, [b.columns[name] for b in blocks])
        start = 0
        for block in blocks if is_new else ():  # they look at the same memory
            block.columns[name] = joined.cut(start, start + len(block))
            start += len(block)
        return joined

    def _joined(self, target: str, name: str, phases: list[Any]) -> Any:
        """A column over several phases, joined once: many steps look at the same one."""
        if len(phases) == 1:
            return phases[0]
        key = target, name, len(phases)
        if key not in self.joined:
            self.joined[key] = concat(phases)
        return self.joined[key]

    def leave_out(self, dataset: str, phases: int, positions: np.ndarray) -> None:
        """Take records out of the first phases of a dataset, as later ones stand in their place."""
        keep = np.ones(len(self.subjects(dataset, phases)), bool)
        keep[positions] = False
        start = 0
        for phase in range(phases):
            block = self.blocks[dataset, phase]
            self.blocks[dataset, phase] = block.kept(keep[start : start + len(block)])
            start += len(block)
        self.joined = {key: column for key, column in self.joined.items() if key[0] != dataset}
        self._grouped = {key: rows for key, rows in self._grouped.items() if key[0] != dataset}

    def phase_blocks(self, target: str, phases: int | None = None) -> list[Block]:
        """The blocks of a dataset that are computed so far."""
        count = self.plan.dataset(target).phases if phases is None else phases
        return [self.blocks[target, p] for p in range(count)]

    def along(self, block: Block, target: str) -> np.ndarray:
        """Each record's row of a form or dataset where that is its source, or belongs to its source; -1 elsewhere."""
        own, form = block.along(target), self.forms.get(target)
        if form is None or not form.form.belongs_to:
            return own
        return np.where(own < 0, form.beside(block.along(form.form.belongs_to)), own)

    def meeting(self, target: str, joined: Joined, phases: int | None = None) -> np.ndarray:
        """For each row of ``target`` (of its first ``phases``) the row that it meets in another, -1 where none."""
        other, way = joined.target, joined.way
        if way == "record":
            return np.arange(len(self.subjects(target, phases)))
        subjects = self.subjects(target, phases)
        by_subject = position_in(subjects, self.subjects(other)) if self.one_per_subject(other) else None
        if way == "subject" and by_subject is not None:
            return by_subject
        along = [self.along(b, other) for b in self.phase_blocks(target, phases)]
        position = np.concatenate(along) if along else np.empty(0, np.intp)
        return position if by_subject is None else np.where(position < 0, by_subject, position)

    def stored(self, target: str, position: np.ndarray | None) -> np.ndarray | None:
        """Positions in a form as in its part of the raw store, which the data cut leaves whole."""
        origin = self._origin(target)
        return position if origin is None or position is None else origin[position]

    def standing(self, target: str, stored: np.ndarray | None) -> np.ndarray | None:
        """The positions of which `stored` tells."""
        origin = self._origin(target)
        return stored if origin is None or stored is None else np.searchsorted(origin, stored)

    def _origin(self, target: str) -> np.ndarray | None:
        return self.forms[target].origin if target in self.forms else None

    def one_per_subject(self, target: str) -> bool:
        """Has a form or dataset one row a subject?"""
        form = self.forms.get(target)
        return form.form.one_per_subject if form else self.plan.dataset(target).one_per_subject

    def is_numeric(self, target: str, name: str) -> bool:
        """Is it a number field of a form, whose cells are texts?"""
        return target in self.forms and self.forms[target].form.fields[name].type == "number"
