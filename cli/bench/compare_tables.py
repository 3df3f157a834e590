# pyright: standard
"""Comparing two datasets of 100,000 rows and 20 variables, of which none, 100 or 50,000 rows differ.

And two of 5 million rows, in parts.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.cli.bench.process import Clock, Place
from onespec.engine.xpt.writer import XptVariable, write_xpt

ROWS, LARGE = 100_000, 5_000_000
KEYS = ["USUBJID", "SEQ"]


def _dataset(part: int = 0) -> pd.DataFrame:
    """100,000 rows, 100 a subject: 2 keys, 9 texts and 9 numbers, of which a twentieth are missing."""
    draw = np.random.default_rng(part)
    rows = np.arange(ROWS)
    columns = {
        "USUBJID": pd.Series([f"S-{part:02}-{row // 100:04}" for row in rows], dtype="str"),
        "SEQ": rows % 100 + 1.0,
    }
    columns |= {
        f"C{i}": pd.Series(draw.choice(["ALPHA", "BETA", "GAMMA", "NOT DONE", ""], ROWS), dtype="str") for i in range(9)
    }
    columns |= {
        f"N{i}": np.where(draw.random(ROWS) < 0.05, np.nan, draw.normal(50, 10, ROWS).round(2)) for i in range(9)
    }
    return pd.DataFrame(columns)


def _spoiled(frame: pd.DataFrame, rows: int, part: int = 0) -> pd.DataFrame:
    """A number differs in so many rows, and a text in half of them."""
    chosen = np.random.default_rng(1000 + part).choice(len(frame), rows, replace=False)
    frame = frame.copy()
    frame.loc[chosen, "N3"] = frame.loc[chosen, "N3"].fillna(0) + 1
    frame.loc[chosen[: rows // 2], "C4"] = "DELTA"
    return frame


def _ours(rows: int, clock: Clock) -> int:
    from onespec.qc.compare import Settings, compare_tables
    from onespec.qc.tables import from_frame

    base, other = from_frame(_dataset(), "XX"), from_frame(_spoiled(_dataset(), rows), "XX")
    with clock:
        found = compare_tables(base, other, Settings(by=tuple(KEYS)))
    assert found.differing_rows == rows
    return ROWS


def _merge(rows: int, clock: Clock) -> int:
    """Counts of differing values by variable, and nothing else."""
    base, other = _dataset(), _spoiled(_dataset(), rows)
    with clock:
        both = base.merge(other, on=KEYS, how="outer", suffixes=("", "_2"), indicator=True)
        counts = {
            v: int(((both[v] != both[f"{v}_2"]) & ~(both[v].isna() & both[f"{v}_2"].isna())).sum())
            for v in base
            if v not in KEYS
        }
    assert counts["N3"] == rows
    return ROWS


def _pointblank(rows: int, clock: Clock) -> int:
    import pointblank

    base, other = _dataset(), _spoiled(_dataset(), rows)
    with clock:
        found = pointblank.compare(base, other, keys=KEYS)
        _ = found.status_counts  # what costs time is to find them
    assert found.n_changed == rows
    return ROWS


def identical(place: Place, clock: Clock) -> int:
    return _ours(0, clock)


def identical_merge(place: Place, clock: Clock) -> int:
    return _merge(0, clock)


def identical_pointblank(place: Place, clock: Clock) -> int:
    return _pointblank(0, clock)


def few(place: Place, clock: Clock) -> int:
    return _ours(100, clock)


def few_merge(place: Place, clock: Clock) -> int:
    return _merge(100, clock)


def few_pointblank(place: Place, clock: Clock) -> int:
    return _pointblank(100, clock)


def half(place: Place, clock: Clock) -> int:
    return _ours(50_000, clock)


def half_merge(place: Place, clock: Clock) -> int:
    return _merge(50_000, clock)


def half_pointblank(place: Place, clock: Clock) -> int:
    return _pointblank(50_000, clock)


# Files ------------------------------------------------------------------------------------


def files(place: Place, clock: Clock) -> int:
    """Two transport files, read, hashed and compared."""
    return _files(place.folder, 1, 100, clock)


def in_parts(place: Place, clock: Clock) -> int:
    """Two transport files of 5 million rows (0.8 GB each), through a temporary folder."""
    return _files(place.folder, LARGE // ROWS, 1000, clock)


def _files(folder: Path, parts: int, rows: int, clock: Clock) -> int:
    from onespec.qc.compare import Settings, compare_paths

    base = _written(folder / f"base-{parts}.xpt", parts, 0)
    other = _written(folder / f"other-{parts}.xpt", parts, rows)
    with clock:
        (found,) = compare_paths(base, other, Settings(by=tuple(KEYS)))
    assert found.differing_rows == parts * rows
    return found.matched


def _written(path: Path, parts: int, rows: int) -> Path:
    """The file; kept, and written only once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        first = _dataset()
        variables = [
            XptVariable(str(n), "", "Num", 8)
            if column.dtype.kind == "f"
            else XptVariable(str(n), "", "Char", 10 if n == "USUBJID" else 8)
            for n, column in first.items()
        ]
        chunks = (_spoiled(_dataset(p), rows, p) if rows else _dataset(p) for p in range(parts))
        write_xpt(path, "XX", "", variables, chunks, created=datetime(2027, 12, 1))
    return path
