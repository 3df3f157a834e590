"""What `gather`, `gather_not_done` and `supplemental` share: wide columns become records."""

import numpy as np

from onespec.engine.columns import Column, Text, as_text, blank, blanks, combinations, concat
from onespec.engine.contract import Selection


def melt(columns: list[Column]) -> tuple[np.ndarray, np.ndarray, Text]:
    """Row, column number and value (text) of each filled cell, in row order, then column order."""
    columns = [as_text(column) for column in columns]
    filled = [np.flatnonzero(~blank(column)) for column in columns]
    row = np.concatenate([np.empty(0, np.intp), *filled])
    item = np.repeat(np.arange(len(columns)), [len(rows) for rows in filled])
    value = concat([column.take(rows) for column, rows in zip(columns, filled, strict=True)])
    order = np.lexsort((item, row))
    return row[order], item[order], value.take(order)


def cells(source: Selection, names: Text, row: np.ndarray) -> Text:
    """The cell of each ``row`` of the source in the column that is named for it, as text; blank without a name."""
    out = blanks(len(row))
    for name in {*names[combinations([names])[1]]} - {""}:
        out = out.where(names != name, as_text(source.frame[name]).take(row))
    return out
