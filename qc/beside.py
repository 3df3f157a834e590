"""Numbers of two files in one way: what a file's types and formats say decides, never its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from onespec.qc.cells import Cells, Numbers, Strings
from onespec.qc.tables import Attributes, Table
from onespec.qc.values import Texts, bare_texts

_DAY = 86400  # seconds


def beside(table: Table, other: Table) -> Table:
    """The table as it is compared with the other one.

    A number of many digits stands beside a double that is written with as many; a date-time beside a date counts days.
    """
    changes = {
        name: change
        for name, own in table.attributes.items()
        if name in other.attributes and (change := _change(own, other.attributes[name]))
    }
    return table.mapped(changes) if changes else table


def _change(own: Attributes, other: Attributes) -> Callable[[Cells], Cells] | None:
    if (own.type, other.type) != ("Num", "Num"):
        return None
    if (own.unit, other.unit) == ("datetime", "date"):
        return _days
    return _beside_doubles if own.exact and not other.exact else None


def without(table: Table, keys: Sequence[str], texts: Texts) -> Table:
    """The table whose keys lack what does not count between texts."""

    def bare(column: Cells) -> Cells:
        plain = column.plain()
        return plain.changed(partial(bare_texts, texts=texts)) if isinstance(plain, Strings) else column

    return table.mapped(dict.fromkeys(keys, bare)) if texts != Texts() else table


def _days(column: Cells) -> Cells:
    seconds = _numbers(column).values
    missing = np.isnan(seconds)
    return Numbers(np.where(missing, seconds, seconds / _DAY))  # a special missing value stays what it is


def _beside_doubles(column: Cells) -> Cells:
    return _numbers(column).beside_doubles()


def _numbers(column: Cells) -> Numbers:
    plain = column.plain()
    assert isinstance(plain, Numbers)
    return plain
