"""Series of pandas and columns of the engine, made of one another: for tests, tools and rooms that work with pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from onespec.engine.column import Column
from onespec.engine.columns import text
from onespec.engine.frames import Frame
from onespec.engine.kinds import Number

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


def column_of(series: pd.Series) -> Column:
    """A Series as a column of the engine."""
    if series.dtype.kind in "fiub":
        return Number(series.to_numpy(float))
    return text(pa.array(series.to_numpy(), pa.large_string(), from_pandas=True))


def frame_of(frame: Frame) -> pd.DataFrame:
    """A frame of the engine as pandas has it."""
    return pd.DataFrame({n: c.series() for n, c in frame.items()}, copy=False)
