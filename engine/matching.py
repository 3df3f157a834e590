"""Which row of a table fits values: equal cells, and values between two columns of it.

A key names what is compared: a column, whose cell equals the value, or two columns joined by two dots (`FROM..TO`),
between which the value lies, both ends included.  A blank cell stands for any value, or for an open end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import as_number, as_text, combinations
from onespec.engine.days import first_day, last_day
from onespec.engine.frames import Frame
from onespec.engine.kinds import Text
from onespec.engine.notation import PLAIN

ANY = "any"
_BETWEEN = ".."
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def columns_of(key: str) -> list[str]:
    """The columns that a key names: one, or those of the lower and the upper end.

    >>> columns_of("LAB"), columns_of("FROM..TO")
    (['LAB'], ['FROM', 'TO'])
    """
    return key.split(_BETWEEN) if key.count(_BETWEEN) == 1 else [key]


def match_table(table: Frame, values: Mapping[str, Column]) -> np.ndarray:
    """For each row of ``values`` (by key) the position of the first table row that fits, -1 without one.

    An unknown value lies between open ends only.  A partial date lies between two dates when all its days do.
    Raises ValueError for ends that are neither numbers nor dates.
    """
    codes, first = combinations(list(values.values()))
    if not len(table):
        return np.full(len(codes), -1, np.intp)
    fits = fitting(table, {key: value.take(first) for key, value in values.items()})
    return np.where(fits.any(axis=1), fits.argmax(axis=1), -1)[codes]


def fitting(table: Frame, values: Mapping[str, Column]) -> np.ndarray:
    """Whether each row of the table (across) fits the values of each row (down), as in `match_table`."""
    return np.logical_and.reduce([_fits(table, columns_of(key), as_text(value)) for key, value in values.items()])


def shown_row(table: Frame, keys: Iterable[str], at: int) -> str:
    """The cells by which a row fits: ``LAB=A, SEX=any, FROM..TO=2026-01-01..any``."""
    row = table.row(at)
    return ", ".join(f"{key}={_BETWEEN.join(row[c] or ANY for c in columns_of(key))}" for key in keys)


def clashes(table: Frame, keys: Iterable[str], column: str) -> list[tuple[int, int]]:
    """Pairs of rows that fit the same values and say something else in ``column``: the later one is overlooked.

    A row for certain values before a row for any value is none: it is the exception, and comes first.
    """
    pairs, n = [], len(table)
    keyed = [columns_of(key) for key in keys]
    equal = [table[names[0]].to_numpy() for names in keyed if len(names) == 1]
    between = [_ends(table, names) for names in keyed if len(names) == 2]
    said = table[column].to_numpy()
    for i in range(n):
        same = (np.arange(n) > i) & (said != said[i])
        for cells in equal:
            same &= (cells == cells[i]) | (cells[i] == "")
        for low, high in between:
            same &= (low <= high[i]) & (low[i] <= high)
        pairs += [(i, int(j)) for j in np.flatnonzero(same)]
    return pairs


def _fits(table: Frame, names: list[str], value: Text) -> np.ndarray:
    """Whether each row of the table (across) fits each value (down)."""
    if len(names) == 1:
        cells = table[names[0]].to_numpy()
        return (cells[None, :] == value.to_numpy()[:, None]) | (cells[None, :] == "")
    low, high = _ends(table, names)
    if _are_dates(table, names):
        from_, to = _days(value.each(_first)), _days(value.each(_last))
    else:
        from_ = to = as_number(value).array
    open_ = (table[names[0]] == "") & (table[names[1]] == "")
    return (low[None, :] <= from_[:, None]) & (to[:, None] <= high[None, :]) | open_[None, :]


def _ends(table: Frame, names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper end of each row as numbers; open ends are infinite."""
    ends = [table[name] for name in names]
    numbers = [_days(end) if _are_dates(table, names) else as_number(end).array for end in ends]
    low, high = (np.where(e.isna(), far, x) for e, x, far in zip(ends, numbers, (-np.inf, np.inf), strict=True))
    return low, high


def _are_dates(table: Frame, names: list[str]) -> bool:
    cells = sorted({*chain(*(table[name].tolist() for name in names))} - {""})
    for like, dates in ((_DAY, True), (PLAIN, False)):
        if cells and all(like.fullmatch(cell) for cell in cells):
            return dates
    if cells:
        raise ValueError(
            f"{_BETWEEN.join(names)} of table {table.name} holds '{cells[0]}' beside other kinds of values"
        )
    return False


def _days(dates: Text) -> np.ndarray:
    """Days as numbers; missing where there is no complete date, which no comparison fits."""
    days = np.array([np.datetime64(d or "NaT", "D") for d in dates.distinct.texts])
    return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(float))[dates.codes]


def _first(iso: str) -> str:
    return first_day(iso)[:10] if len(iso) in (4, 7) or len(iso) >= 10 else ""


def _last(iso: str) -> str:
    return last_day(iso)[:10] if len(iso) in (4, 7) or len(iso) >= 10 else ""
