"""A file that one form reads, or several: which rows and columns are whose, and what no form takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from onespec.engine.columns import combinations, text
from onespec.engine.findings import QUERY, STOP, Findings
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.account import THE_FORM, Account, Accounts
from onespec.engine.raw.header import columns_there, no_other_columns
from onespec.engine.raw.table import Table
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.forms import Form

NO_FORM, NOTHING, FOREIGN = "RAW-EXTRA-ROW", "RAW-EMPTY-ROW", "RAW-EXTRA-CELL"


def together_in(name: str, forms: list[Form]) -> Form:
    """The forms of a file as one that has all their columns."""
    fields = {n: each for form in reversed(forms) for n, each in form.fields.items()}
    ignore = {n: why for form in forms for n, why in form.ignore.items()}
    return replace(forms[0], files=(name,), fields=fields, ignore=ignore)


class SharedFile:
    """The cells of a file as texts, block by block, and the forms that read it, in the order of crf.yaml."""

    def __init__(self, together: Form, forms: list[Form], table: Table):
        """``together``: the forms as one that has all their columns."""
        self.name, self.together, self.forms = together.file, together, forms
        self.table = table.again() if len(forms) > 1 or together.rows else table
        self._no_others: bool | None = None

    def agrees(self, form: Form, findings: Findings) -> bool:
        """Has the file all columns of a form, and none that no form has?  The latter is told once."""
        there = columns_there(replace(form, files=(self.name,)), self.table.columns, findings)
        if self._no_others is None:
            self._no_others = no_other_columns(self.together, self.table.columns, findings)
        return there and self._no_others

    def blocks(self) -> Iterator[SharedBlock]:
        """Its rows."""
        start = 0
        for frame in self.table.read():
            yield SharedBlock(self.together, self.forms, frame, start)
            start += len(frame)

    def left(self, findings: Findings) -> Accounts:
        """The filled cells that no form takes, each accounted for at the first form that has its column."""
        owner = {name: next(form for form in self.forms if name in form.fields) for name in self.together.fields}
        out: Accounts = {(owner[name].name, name): Account() for name in self.together.fields}
        left = _Left()
        for block in self.blocks():
            block.add_left(owner, out, left)
        for name, (count, row, value) in left.foreign.items():
            many = f"{count} filled cells, of which this is the first, stand" if count > 1 else "The filled cell stands"
            message = f"{many} in a column of form '{owner[name].name}', in a row that is not that form's."
            fix = "Correct 'rows:' of the form in crf.yaml, or the export."
            findings.add(FOREIGN, STOP, message, fix, file=self.name, row=row, column=name, value=value)
        for said, (count, row) in left.nobody.items():
            message = f"No form of crf.yaml takes the row ({said}{f'; {count} such rows' if count > 1 else ''})."
            fix = "Correct 'rows:' of a form, or add a form, with 'not_submitted:' if these rows stay out."
            findings.add(NO_FORM, STOP, message, fix, file=self.name, row=row)
        if left.empty:
            count, row = left.empty
            many = f"{count} rows, of which this is the first, hold" if count > 1 else "The row holds"
            message = f"{many} nothing of the forms that it may be of, besides what says whose it is."
            findings.add(NOTHING, QUERY, message, "Ask the site whether anything is missing.", file=self.name, row=row)
        return out


@dataclass
class _Left:
    """What no form of a file takes: how often, and the first row.

    foreign  of a column, with the first value; ``nobody`` of what says whose a row is; ``empty`` of rows
    """

    foreign: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    nobody: dict[str, tuple[int, int]] = field(default_factory=dict)
    empty: tuple[int, int] | None = None


class SharedBlock:
    """Rows of a file; ``start``: how many stand before them."""

    def __init__(self, together: Form, forms: list[Form], frame: Frame, start: int):
        self.together, self.forms, self.frame, self.start = together, forms, frame, start
        skip = [int(row) - 1 - start for row in together.skip]
        self.data = np.ones(len(frame), bool)
        self.data[[row for row in skip if 0 <= row < len(frame)]] = False
        self._taken: dict[str, np.ndarray] = {}

    def cells(self, form: Form) -> Frame:
        """The columns of a form."""
        return Frame({n: self._column(n) for n in form.fields}, len(self.frame))

    def taken(self, form: Form) -> np.ndarray:
        """True for the rows of a form: those that it asks for, in which a column of its own is filled."""
        if form.name not in self._taken:
            own = self._own(form) if len(self.forms) > 1 else form.fields
            self._taken[form.name] = self._asked(form) & self._filled(own)
        return self._taken[form.name]

    def elsewhere(self, form: Form) -> dict[str, np.ndarray]:
        """Of each column that an earlier form has, too: True where that one takes the row."""
        out: dict[str, np.ndarray] = {}
        for other in self.forms[: self.forms.index(form)]:
            for name in other.fields.keys() & form.fields.keys():
                out[name] = out.get(name, False) | self.taken(other)
        return out

    def add_left(self, owner: Mapping[str, Form], out: Accounts, left: _Left) -> None:
        """Account for the cells that no form takes, and note what is to be told."""
        asked = np.logical_or.reduce([self._asked(form) for form in self.forms])
        taken = np.logical_or.reduce([self.taken(form) for form in self.forms])
        anything = self.data & self._filled(self.frame.columns)
        nobody, empty = anything & ~asked, anything & asked & ~taken
        deciding = {c.name for form in self.forms for c in form.rows}
        marking = deciding | {n for form in self.forms for n in (*form.subjects, *form.key)}
        for name in self.together.fields:
            has = np.logical_or.reduce([self.taken(form) for form in self.forms if name in form.fields])
            cells = self.data & self._filled([name]) & ~has
            account = Account(int(cells.sum()))
            if owner[name].fields[name].not_submitted:
                account.not_submitted = account.filled
                out[owner[name].name, name].merge(account)
                continue
            if name in deciding:
                account.used = int((cells & taken).sum())
                account.used_by = {THE_FORM: account.used} if account.used else {}
                cells = cells & ~taken
            rules = {NO_FORM: cells & nobody, NOTHING: cells & empty & (name in marking)}
            rules[FOREIGN] = cells & ~rules[NO_FORM] & ~rules[NOTHING]
            account.refused_by = {rule: int(rows.sum()) for rule, rows in rules.items() if rows.any()}
            account.refused = sum(account.refused_by.values())
            out[owner[name].name, name].merge(account)
            if rules[FOREIGN].any():
                first, count = self._first(rules[FOREIGN]), int(rules[FOREIGN].sum())
                before = left.foreign.get(name, (0, self.start + first + 1, self.frame[name][first]))
                left.foreign[name] = before[0] + count, *before[1:]
        if nobody.any():  # some form has 'rows:', or every row would be asked for
            self._add_rows(nobody, sorted(deciding), left)
        if empty.any():
            before = left.empty or (0, self.start + self._first(empty) + 1)
            left.empty = before[0] + int(empty.sum()), before[1]

    @staticmethod
    def _first(rows: np.ndarray) -> int:
        return int(np.flatnonzero(rows)[0])

    def _add_rows(self, rows: np.ndarray, deciding: list[str], left: _Left) -> None:
        """Each combination of the cells that say whose a row is."""
        at = np.flatnonzero(rows)
        columns = [self._column(n).take(at).str.strip() for n in deciding]
        code, first = combinations(columns)
        for begin, count in zip(first.tolist(), np.bincount(code).tolist(), strict=True):
            said = ", ".join(f"{n} '{c[begin]}'" for n, c in zip(deciding, columns, strict=True))
            before = left.nobody.get(said, (0, self.start + int(at[begin]) + 1))
            left.nobody[said] = before[0] + count, before[1]

    def _asked(self, form: Form) -> np.ndarray:
        """The rows of which ``rows:`` says that they are a form's."""
        out = self.data.copy()
        for condition in form.rows:
            out &= holds_as_text(condition, self._column(condition.name).str.strip())
        return out

    def _own(self, form: Form) -> list[str]:
        """The columns that no other form has, without those that every row has and those that no dataset holds."""
        others = {n for other in self.forms if other is not form for n in other.fields} | form.identity
        own = [form.column(name) for name in form.columns if name not in others]
        return [each.name for each in own if not each.not_submitted] or [*(f.name for f in own)] or form.columns

    def _filled(self, names: Iterable[str]) -> np.ndarray:
        """The rows in which one of some columns is filled."""
        out = np.zeros(len(self.frame), bool)
        rest = np.arange(len(self.frame))  # most often the first column is filled
        for column in self._columns(names):
            out[rest] = column.take(rest).str.strip().notna()
            rest = np.flatnonzero(~out)
            if not len(rest):
                break
        return out

    def _columns(self, names: Iterable[str]) -> Iterator[Text]:
        return (self.frame[n] for n in names if n in self.frame)

    def _column(self, name: str) -> Text:
        return self.frame[name] if name in self.frame else text("", len(self.frame))


def holds_as_text(condition: Condition, cells: Text) -> np.ndarray:
    """Where cells are the texts of a condition, or are none of them."""
    equal = cells.isin(list(condition.values))
    return equal if condition.comparator in ("EQ", "IN") else ~equal
