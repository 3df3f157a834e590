# pyright: standard
"""DataFrames of pandas for the writer of transport files, which itself does without pandas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from onespec.engine.column import Column
from onespec.engine.columns import text
from onespec.engine.kinds import Number
from onespec.engine.xpt.layout import XptVariable
from onespec.engine.xpt.report import Report


@dataclass(frozen=True)
class GivenDataFrame:
    """Some rows of a dataset; the same as `onespec.engine.xpt.given.Given`."""

    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.frame)

    def part(self, start: int, stop: int) -> GivenDataFrame:
        return GivenDataFrame(self.frame.iloc[start:stop])

    def names(self) -> list[str]:
        return list(self.frame.columns)

    def type_of(self, name: str) -> tuple[str, str]:
        dtype = self.frame[name].dtype
        if isinstance(dtype, pd.StringDtype) or pd.api.types.is_object_dtype(dtype):
            return "Char", str(dtype)
        return "Num" if dtype == np.float64 else "", str(dtype)

    def column(self, variable: XptVariable, report: Report) -> Column | None:
        column = self.frame[variable.name]
        if variable.type == "Num":
            return Number(column.to_numpy(np.float64))
        if column.dtype == object and not _only_texts(column, variable, report):
            return None
        try:
            return text(pa.array(column, pa.large_string(), from_pandas=True))
        except UnicodeEncodeError:  # half of a character, which the writer finds
            return text(column)


def _only_texts(column: pd.Series, variable: XptVariable, report: Report) -> bool:
    """Whether all values are texts or null."""
    if pd.api.types.infer_dtype(column) in ("string", "empty"):
        return True
    bad = np.array([not isinstance(v, str) for v in column]) & column.notna().to_numpy()
    report.rows(
        "XPT-DTYPE",
        variable.name,
        bad,
        column.iloc.__getitem__,
        lambda value: f"The value {value!r} is {type(value).__name__}, not text.",
        "Make it a text.",
    )
    return not bad.any()
