"""What `gather` and `supplemental` share: wide columns become records."""

import numpy as np
import pandas as pd

from onespec.engine.columns import as_text, blank, text


def melt(columns: list[pd.Series]) -> tuple[np.ndarray, np.ndarray, pd.Series]:
    """Row, column number and value (text) of each filled cell, in row order, then column order."""
    columns = [as_text(column) for column in columns]
    filled = [np.flatnonzero(~blank(column)) for column in columns]
    row = np.concatenate([np.empty(0, np.intp), *filled])
    item = np.repeat(np.arange(len(columns)), [len(rows) for rows in filled])
    value = pd.concat([text([]), *(column.iloc[rows] for column, rows in zip(columns, filled, strict=True))])
    order = np.lexsort((item, row))
    return row[order], item[order], value.take(order).reset_index(drop=True)
