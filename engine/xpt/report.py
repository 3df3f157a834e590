# pyright: standard
"""What the writer of transport files finds wrong with the rows that it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from onespec.engine.findings import STOP, Findings, Stopped

SHOWN = 1000  # findings of one rule in one column; the rest of them are counted in one more


@dataclass
class Report:
    """The findings on one dataset; ``before``: rows ahead of the block that is being encoded."""

    dataset: str
    findings: Findings
    before: int = 0
    counts: Counter = field(default_factory=Counter)

    def add(self, rule: str, column: str, row: int | None, value: str, message: str, fix: str) -> None:
        self.findings.add(rule, STOP, message, fix, dataset=self.dataset, column=column, row=row, value=value)

    def column(self, rule: str, column: str, message: str, fix: str) -> None:
        """A fault of a whole column: told at the first block that has it."""
        if not any(f.rule == rule and f.column == column for f in self.findings):
            self.add(rule, column, self.before + 1, "", message, fix)

    def rows(
        self,
        rule: str,
        column: str,
        bad: np.ndarray,
        value: Callable[[int], object],
        message: Callable[..., str],
        fix: str,
    ) -> None:
        """A fault of single values: ``bad`` marks their rows, ``value(row)`` gives them."""
        rows = np.flatnonzero(bad).tolist()
        room = max(SHOWN - self.counts[rule, column], 0)
        self.counts[rule, column] += len(rows)
        for row in rows[:room]:
            found = value(row)
            self.add(rule, column, self.before + row + 1, str(found), message(found), fix)

    def close(self) -> None:
        """Raise `Stopped` when there is any finding."""
        for (rule, column), count in self.counts.items():
            if count > SHOWN:
                self.add(rule, column, None, "", f"{count - SHOWN} more rows have this fault.", "")
        if self.findings:
            raise Stopped(self.findings)
