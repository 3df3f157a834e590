"""Small transport files for the tests of packages."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd

from onespec.engine.xpt.layout import XptVariable
from onespec.engine.xpt.writer import write_xpt

MOMENT = datetime.datetime(2026, 1, 2)
LB = (
    XptVariable("USUBJID", "Unique Subject Identifier", "Char", 4),
    XptVariable("LBSEQ", "Sequence Number", "Num", 8),
    XptVariable("LBORRES", "Result", "Char", 8),
)


def write_lb(path: Path, subjects: list[str], results: list[str] | None = None) -> Path:
    """A record of 20 bytes a subject that is named, in this order."""
    count = len(subjects)
    rows = pd.DataFrame(
        {
            "USUBJID": pd.Series(subjects, dtype="str"),
            "LBSEQ": [float(n) for n in range(1, count + 1)],
            "LBORRES": pd.Series(results or ["1"] * count, dtype="str"),
        }
    )
    write_xpt(path, "LB", "Laboratory Test Results", LB, [rows], created=MOMENT, encoding="utf-8")
    return path
