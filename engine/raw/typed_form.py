"""One part of a form, typed, and what became of each of its cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field

import numpy as np

from onespec.engine.findings import Cell, Findings, Problem
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.account import REFUSED
from onespec.engine.spec.forms import Form


@dataclass
class TypedForm:
    """One part of a form: ``frame`` typed, ``rows`` the raw row numbers, ``subject``.

    status[field] tells of each cell what became of it: 0 nothing yet, CARRIED, USED, NOT_SUBMITTED, REFUSED;
    filled[field] is True where the raw cell is not blank;
    refused[field, rule] where the form itself refused it by that rule;
    missing[field] where a field with markers of missing values has one of them.
    elsewhere[field] where another form of the file accounts for the cell.
    left[field] what of a field's cells is not in the value of one that is made of it: that field, where, what becomes
    of the cells instead, and the rule that refuses them.
    origin: where each row stands among all rows that the form had before the data cut; None where that took none.
    taken: what the data cut takes of the form, as its report lists it (`onespec.engine.raw.cut`), and
    out[field]: the filled cells of the rows that it leaves out, of all rows that the form had before, and
    reset[field]: where the value is not the cell's, but that of the day of the cut.
    partners: of each row of the form that this one belongs to, the own row that belongs to it; -1 where none does.
    """

    form: Form
    frame: Frame
    verbatim: Frame
    subject: Text
    rows: np.ndarray
    filled: dict[str, np.ndarray]
    status: dict[str, np.ndarray]
    findings: Findings = dataclass_field(default_factory=Findings)
    refused: dict[tuple[str, str], np.ndarray] = dataclass_field(default_factory=dict)
    missing: dict[str, np.ndarray] = dataclass_field(default_factory=dict)
    elsewhere: dict[str, np.ndarray] = dataclass_field(default_factory=dict)
    left: dict[str, list[tuple[str, np.ndarray, int, str]]] = dataclass_field(default_factory=dict)
    origin: np.ndarray | None = None
    taken: Frame | None = None
    out: dict[str, np.ndarray] = dataclass_field(default_factory=dict)
    reset: dict[str, np.ndarray] = dataclass_field(default_factory=dict)
    partners: np.ndarray = dataclass_field(default_factory=lambda: np.empty(0, np.intp))

    def beside(self, positions: np.ndarray) -> np.ndarray:
        """The own rows that belong to rows of the form that this one belongs to; -1 where none does."""
        out = np.full(len(positions), -1, np.intp)
        there = positions >= 0
        out[there] = self.partners[positions[there]]
        return out

    def accounted(self, name: str) -> np.ndarray:
        """True for the filled cells of a field that count here, and not at another form that reads them as well."""
        return self.filled[name] & ~self.elsewhere[name] if name in self.elsewhere else self.filled[name]

    def mark(self, name: str, positions: np.ndarray, status: int) -> None:
        """Note what became of cells."""
        self.status[name][positions] = np.maximum(self.status[name][positions], status)

    def cell(self, column: str, position: int) -> Cell:
        """A cell, as a finding names it; of a field that is made of columns, the first filled one of them."""
        column = self.leading([column], position)
        value = self.verbatim[column][position]
        return Cell(*self.form.place(self.rows[position]), column, self.subject[position], value, self.form.name)

    def leading(self, names: Sequence[str], position: int) -> str:
        """The first filled column of some fields in a row; the first one where none is filled."""
        columns = [column for name in names for column in self.form.columns_of(name)]
        return next((n for n in columns if self.filled[n][position]), columns[0])

    def leave(self, made: str, name: str, rows: np.ndarray, status: int, rule: str = "") -> None:
        """Note that the value of a field that is made of others does not hold the cells of one of them in some rows."""
        for column in self.form.behind(name) if rows.any() else ():
            self.left.setdefault(column, []).append((made, rows, status, rule))

    def report(
        self, column: str, rows: np.ndarray, problem: Problem, against: Callable[[int], Cell] | None = None
    ) -> None:
        """A finding for each of the ``rows`` (a mask); the problem goes on after the value: "holds ...".

        ``against``: the cell that the cell of a row contradicts.
        """
        field = column
        for i in np.flatnonzero(rows).tolist():
            column = self.leading([field], i)
            value = self.verbatim[column][i]
            told = replace(problem, message=f"'{value}' {problem.message}.")
            file, row = self.form.place(self.rows[i])
            place = {"file": file, "row": row, "column": column, "form": self.form.name}
            cells = (self.cell(column, i), *([against(i)] if against else []))
            self.findings.tell(told, subject=self.subject[i], value=value, cells=cells, **place)

    def refuse(self, name: str, rows: np.ndarray, rule: str) -> None:
        """The cells where ``rows`` is True are refused."""
        self.status[name][rows] = REFUSED
        self.refused[name, rule] = self.refused.get((name, rule), False) | rows
