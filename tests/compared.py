"""Small tables for the tests of the comparison."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.engine.xpt.writer import XptVariable, write_xpt
from onespec.qc.compare import Settings, compare_tables
from onespec.qc.result import Comparison
from onespec.qc.tables import from_frame


def frame(**columns: list) -> pd.DataFrame:
    """Lists of texts or numbers as a dataset; None is a missing number."""
    return pd.DataFrame(
        {
            n: pd.Series(v, dtype="str") if all(isinstance(x, str) for x in v) else pd.Series(v, dtype=np.float64)
            for n, v in columns.items()
        }
    )


def compared(base: pd.DataFrame, compare: pd.DataFrame, by: str = "", **settings) -> Comparison:
    return compare_tables(from_frame(base, "AE"), from_frame(compare, "AE"), Settings(by=tuple(by.split()), **settings))


def cells(comparison: Comparison) -> list[tuple]:
    return [(*c.keys, c.variable, c.base, c.compare) for c in comparison.cells]


def write(path: Path, rows: pd.DataFrame, label: str = "Adverse Events", name: str = "AE", **more: XptVariable) -> Path:
    """A transport file; ``more`` replaces single variables."""
    variables = [
        more.get(n)
        or (
            XptVariable(n, f"Label of {n}", "Num", 8)
            if rows[n].dtype.kind == "f"
            else XptVariable(n, f"Label of {n}", "Char", 20)
        )
        for n in rows
    ]
    write_xpt(path, name, label, variables, [rows], created=datetime(2027, 12, 1))
    return path
