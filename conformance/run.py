"""What one engine has done: its breaches, and what became of its rules."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from onespec.conformance.breach import Breach
from onespec.conformance.series import as_text

RAN, NOT_APPLICABLE, FAILED = "ran", "not applicable", "failed"


@dataclass
class Run:
    """One engine's part of a validation.

    engine   one of ENGINES
    judges   version of the engine, and by what it judges; why it did not run, where ``rules`` is empty
    rules    how many rules RAN (passed or breached), were NOT_APPLICABLE here, or FAILED (the engine's own error)
    notes    what a reader must know before the numbers
    standard  of the package that was judged
    """

    engine: str
    judges: str
    rules: dict[str, int] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    standard: str = "sdtm"

    @property
    def count(self) -> int:
        """How many breaches there are, those among them that are not listed."""
        return sum(b.count for b in self.breaches)

    @property
    def done(self) -> bool:
        return bool(self.rules)


def cell_text(frame: pd.DataFrame, row: int | None, variable: str) -> str:
    """The value of a record (``row`` from 1) as text; "" where there is no such record or variable."""
    if row is None or variable not in frame or not 1 <= row <= len(frame):
        return ""
    return str(as_text(frame[variable].iloc[row - 1 : row]).iloc[0])
