"""What the records of target lesions and of their sums share, and why a sum is what it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.adam.records._choose import day
from onespec.adam.records._lesions import Lesions
from onespec.adam.records._recist import DECIMALS, TargetSums, last_rows
from onespec.engine.contract import Many, Reason, Selection
from onespec.engine.frames import Frame


class Baseline:
    """The target lesions of the baseline, and one sum of each subject and evaluator.

    row      the lesions; ``of``: the number of the sum that each belongs to
    first    the lesion of the lowest sequence of each sum
    sum      missing where a size is
    values   date and exact: the earliest date of a lesion, and the earliest complete one; sequence: the lowest
    """

    def __init__(self, lesions: Lesions, kind: str):
        self.row = last_rows(lesions, lesions.baseline(kind))
        found = lesions.all.take(self.row)
        _, self.of = np.unique(lesions.subject[self.row], return_inverse=True)
        n = int(self.of.max(initial=-1)) + 1
        many = Many(found["sequence"], self.of, n)
        self.first = self.row[many.first(found["sequence"])]
        self.values = Frame({name: many.least(found[name]) for name in ("date", "exact", "sequence")})
        size = found["size"].to_numpy()
        missing = np.bincount(self.of[np.isnan(size)], minlength=n) > 0
        total = np.bincount(self.of, weights=np.nan_to_num(size), minlength=n).round(DECIMALS)
        self.sum = np.where(missing, np.nan, total)

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class SumExplained:
    """The lesions of each sum: those of the baseline first, then those of the visits."""

    source: Selection
    size: str
    sums: TargetSums
    baseline: Baseline
    visit: np.ndarray  # of each sum after those of the baseline

    def reasons(self, record: int) -> list[Reason]:
        if record < len(self.baseline):
            rows = self.baseline.row[self.baseline.of == record]
            return [self._reason(int(row)) for row in rows]
        units = self.sums.measured
        due = units.key == self.visit[record - len(self.baseline)]
        return [
            self._reason(int(now)) if now >= 0 else self._missing(int(base))
            for now, base in zip(units.now[due], units.base[due], strict=True)
        ]

    def _reason(self, row: int) -> Reason:
        lesion = self.sums.pairs.lesions.record(row)
        size = "no size, so the sum is missing" if np.isnan(lesion["size"]) else f"{lesion['size']:g} mm"
        position = int(self.source.position[row])
        told = f"Target lesion {lesion['lesion']}: {size}, {day(lesion['date'])}"
        return Reason(told, self.source.name, position, self.size, decides=True)

    def _missing(self, base: int) -> Reason:
        name = f"Target lesion {self.sums.pairs.lesions.record(base)['lesion']}" if base >= 0 else "A fragment"
        return Reason(f"{name}: no record at the visit, so the sum is missing")
