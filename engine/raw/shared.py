"""A file that one form reads, or several: which rows and columns are whose, and what no form takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from onespec.engine.columns import combinations, text
from onespec.engine.findings import QUERY, STOP, Findings
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.raw.account import THE_FORM, Account, Accounts
from onespec.engine.raw.header import columns_there, no_other_columns
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.forms import Form

NO_FORM, NOTHING, FOREIGN = "RAW-EXTRA-ROW", "RAW-EMPTY-ROW", "RAW-EXTRA-CELL"


def together_in(name: str, forms: list[Form]) -> Form:
    """The forms of a file as one that has all their columns."""
    fields = {n: field for form in reversed(forms) for n, field in form.fields.items()}
    ignore = {n: why for form in forms for n, why in form.ignore.items()}
    return replace(forms[0], files=(name,), fields=fields, ignore=ignore)


class SharedFile:
    """The cells of a file as texts, and the forms that read it, in the order of crf.yaml."""

    def __init__(self, together: Form, forms: list[Form], frame: Frame):
        """``together``: the forms as one that has all their columns."""
        self.name, self.together, self.forms, self.frame = together.file, together, forms, frame
        skip = set(map(int, together.skip))
        self.data = np.ones(len(frame), bool)
        self.data[[row - 1 for row in skip if row <= len(frame)]] = False
        self._taken: dict[str, np.ndarray] = {}
        self._no_others: bool | None = None

    def agrees(self, form: Form, findings: Findings) -> bool:
        """Has the file all columns of a form, and none that no form has?  The latter is told once."""
        there = columns_there(replace(form, files=(self.name,)), self.frame.columns, findings)
        if self._no_others is None:
            self._no_others = no_other_columns(self.together, self.frame.columns, findings)
        return there and self._no_others

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

    def left(self, findings: Findings) -> Accounts:
        """The filled cells that no form takes, each accounted for at the first form that has its column."""
        asked = np.logical_or.reduce([self._asked(form) for form in self.forms])
        taken = np.logical_or.reduce([self.taken(form) for form in self.forms])
        anything = self.data & self._filled(self.frame.columns)
        nobody, empty = anything & ~asked, anything & asked & ~taken
        deciding = {c.name for form in self.forms for c in form.rows}
        marking = deciding | {n for form in self.forms for n in (*form.subjects, *form.key)}
        out: Accounts = {}
        for name in self.together.fields:
            owners = [form for form in self.forms if name in form.fields]
            owner, has = owners[0], np.logical_or.reduce([self.taken(form) for form in owners])
            cells = self.data & self._filled([name]) & ~has
            account = out[owner.name, name] = Account(int(cells.sum()))
            if owner.fields[name].not_submitted:
                account.not_submitted = account.filled
                continue
            if name in deciding:
                account.used = int((cells & taken).sum())
                account.used_by = {THE_FORM: account.used} if account.used else {}
                cells = cells & ~taken
            rules = {NO_FORM: cells & nobody, NOTHING: cells & empty & (name in marking)}
            rules[FOREIGN] = cells & ~rules[NO_FORM] & ~rules[NOTHING]
            account.refused_by = {rule: int(rows.sum()) for rule, rows in rules.items() if rows.any()}
            account.refused = sum(account.refused_by.values())
            self._tell_foreign(owner, name, rules[FOREIGN], findings)
        if nobody.any():  # some form has 'rows:', or every row would be asked for
            self._tell_rows(nobody, sorted(deciding), findings)
        if empty.any():
            many = f"{empty.sum()} rows, of which this is the first, hold" if empty.sum() > 1 else "The row holds"
            message = f"{many} nothing of the forms that it may be of, besides what says whose it is."
            row = int(np.flatnonzero(empty)[0]) + 1
            findings.add(NOTHING, QUERY, message, "Ask the site whether anything is missing.", file=self.name, row=row)
        return out

    def _tell_foreign(self, form: Form, name: str, rows: np.ndarray, findings: Findings) -> None:
        if not rows.any():
            return
        first, count = int(np.flatnonzero(rows)[0]), int(rows.sum())
        many = f"{count} filled cells, of which this is the first, stand" if count > 1 else "The filled cell stands"
        message = f"{many} in a column of form '{form.name}', in a row that is not that form's."
        fix = "Correct 'rows:' of the form in crf.yaml, or the export."
        where = {"column": name, "value": self.frame[name][first]}
        findings.add(FOREIGN, STOP, message, fix, file=self.name, row=first + 1, **where)

    def _tell_rows(self, rows: np.ndarray, deciding: list[str], findings: Findings) -> None:
        """One finding for each combination of the cells that say whose a row is."""
        at = np.flatnonzero(rows)
        columns = [self._column(n).take(at).str.strip() for n in deciding]
        code, first = combinations(columns)
        for number, begin in enumerate(first.tolist()):
            said = ", ".join(f"{n} '{c[begin]}'" for n, c in zip(deciding, columns, strict=True))
            count = int((code == number).sum())
            message = f"No form of crf.yaml takes the row ({said}{f'; {count} such rows' if count > 1 else ''})."
            fix = "Correct 'rows:' of a form, or add a form, with 'not_submitted:' if these rows stay out."
            findings.add(NO_FORM, STOP, message, fix, file=self.name, row=int(at[begin]) + 1)

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
        return [field.name for field in own if not field.not_submitted] or [*(f.name for f in own)] or form.columns

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
