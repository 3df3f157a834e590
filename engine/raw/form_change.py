"""What changed in the rows of a form from one export to the next, by their keys, wherever they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from onespec.engine.kinds import Text
from onespec.engine.notation import one_way
from onespec.engine.raw.cells import as_called
from onespec.engine.raw.identity import row_keys, row_names
from onespec.engine.raw.pairs import Pairs, paired
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.spec.forms import Form


class RowAt(NamedTuple):
    """A row of an export: its file and number there (1 is the first after the header), its subject and its name."""

    file: str
    row: int
    subject: str
    name: str


class CellChange(NamedTuple):
    """A cell of a row that both exports have: what they say.

    otherwise  the value is the same, and is only written otherwise
    """

    old_row: RowAt
    new_row: RowAt
    field: str
    old: str
    new: str
    otherwise: bool


@dataclass(frozen=True)
class FormChange:
    """The rows of a form: those of the old export are the same, changed or gone; those of the new, or new.

    old, new   how many rows each export has
    changed    rows of both with a cell whose value changed
    otherwise  of the same rows, those with a cell that is written otherwise
    cells      that changed, or are written otherwise, in the order of the new export
    """

    form: Form
    old: int
    new: int
    changed: int
    otherwise: int
    gone: list[RowAt] = field(default_factory=list)
    added: list[RowAt] = field(default_factory=list)
    cells: list[CellChange] = field(default_factory=list)

    @property
    def same(self) -> int:
        """Rows of both exports without a changed value."""
        return self.old - len(self.gone) - self.changed

    @property
    def any(self) -> bool:
        return bool(self.gone or self.added or self.cells)

    def changed_cells(self) -> list[CellChange]:
        """The cells whose value changed."""
        return [cell for cell in self.cells if not cell.otherwise]


@dataclass
class FileRows:
    """The rows of a file that are new, changed, written otherwise alone, or gone; one that forms share counts once."""

    added: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    otherwise: set[int] = field(default_factory=set)
    gone: set[int] = field(default_factory=set)

    def take(self, other: FileRows) -> None:
        """Add what another form says of the file."""
        self.added |= other.added
        self.gone |= other.gone
        self.changed |= other.changed
        self.otherwise = (self.otherwise | other.otherwise) - self.changed


def file_rows(changes: Iterable[FormChange]) -> dict[str, FileRows]:
    """By file what forms say of its rows."""
    out: dict[str, FileRows] = {}
    for change in changes:
        for row in change.added:
            out.setdefault(row.file, FileRows()).added.add(row.row)
        for row in change.gone:
            out.setdefault(row.file, FileRows()).gone.add(row.row)
        for cell in change.cells:
            of = out.setdefault(cell.new_row.file, FileRows())
            (of.otherwise if cell.otherwise else of.changed).add(cell.new_row.row)
    for rows in out.values():
        rows.otherwise -= rows.changed
    return dict(sorted(out.items()))


def form_change(old: TypedForm, new: TypedForm, aside: Collection[str] = ()) -> FormChange:
    """The rows and cells of a form that are not in both exports alike.

    aside  columns that are not compared: only one of the exports has them
    """
    form = new.form
    columns = [name for name in form.columns if name not in aside]
    keys = row_keys(old), row_keys(new)
    pairs = paired(
        [old.verbatim[n] for n in columns],
        [new.verbatim[n] for n in columns],
        lambda before, after: ([keys[0].take(before)], [keys[1].take(after)]),
    )
    differ, rows = _differing(old, new, columns, pairs)
    changed = np.zeros(len(rows), bool)
    written = np.zeros(len(rows), bool)
    for _, mask, same in differ:
        changed |= mask & ~same
        written |= mask
    places = _Places(old), _Places(new)
    return FormChange(
        form,
        len(old.rows),
        len(new.rows),
        int(changed.sum()),
        int((written & ~changed).sum()),
        [places[0].of(row) for row in pairs.gone.tolist()],
        [places[1].of(row) for row in pairs.added.tolist()],
        list(_cells(differ, pairs, rows, places)),
    )


# A field, and of each pair that is not alike: whether the cell differs, and whether its value is the same.
_Differing = list[tuple[str, np.ndarray, np.ndarray]]


def _differing(old: TypedForm, new: TypedForm, columns: list[str], pairs: Pairs) -> tuple[_Differing, np.ndarray]:
    """The fields whose cells differ, and the pairs that are looked at.

    A cell that forms of one file share is told at the first form that has its row in both exports.
    """
    rows = np.flatnonzero(~pairs.alike)
    before, after = pairs.old[rows], pairs.new[rows]
    out: _Differing = []
    for name in columns:
        mask = old.verbatim[name].take(before) != new.verbatim[name].take(after)
        if name in old.elsewhere and name in new.elsewhere:
            mask &= ~(old.elsewhere[name][before] & new.elsewhere[name][after])
        if mask.any():
            out.append((name, mask, said(old, name).take(before) == said(new, name).take(after)))
    return out, rows


def said(form: TypedForm, name: str) -> Text:
    """What the cells of a field say, however it is written: typed values, without the time of day of another field.

    What could not be typed stands as the cell has it; a marker of the unknown is blank.  Texts stand as they are
    called, never translated.
    """
    of, column = form.form.column(name), form.verbatim[name]
    if of.type == "text" and name not in form.form.subjects:
        return as_called(of, column)
    typed = form.frame[name]
    if of.is_number:
        typed = typed.each(one_way)
    if of.time:
        typed = typed.each(_day)
    unread = typed.isna() & form.filled[name] & ~form.missing.get(name, np.zeros(len(typed), bool))
    return typed.mask(unread, column.str.strip())


def _day(date: str) -> str:
    return date.partition("T")[0]


class _Places:
    """Where rows of a form stand, and what they are called."""

    def __init__(self, form: TypedForm):
        self.form, self.names = form, row_names(form)

    def of(self, row: int) -> RowAt:
        return RowAt(*self.form.form.place(self.form.rows[row]), self.form.subject[row], self.names[row])


def _cells(differ: _Differing, pairs: Pairs, rows: np.ndarray, places: tuple[_Places, _Places]) -> Iterator[CellChange]:
    """The cells by row of the new export, then by field as the form has them."""
    of_row: dict[int, list[tuple[str, bool]]] = {}
    for name, mask, same in differ:
        for at in np.flatnonzero(mask).tolist():
            of_row.setdefault(at, []).append((name, bool(same[at])))
    old, new = places
    for at in sorted(of_row):
        before, after = int(pairs.old[rows[at]]), int(pairs.new[rows[at]])
        here = old.of(before), new.of(after)
        for name, same in of_row[at]:
            cells = old.form.verbatim[name][before], new.form.verbatim[name][after]
            yield CellChange(*here, name, *cells, same)
