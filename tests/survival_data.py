"""The data sets of R's package survival that the statistics are held against; see tests/results/data/README.md."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np
from support import ROOT


@dataclass(frozen=True)
class Survival:
    """Times, whether the event happened, and a group each."""

    times: np.ndarray
    events: np.ndarray
    groups: np.ndarray

    def of(self, group: object) -> tuple[np.ndarray, np.ndarray]:
        return self.times[self.groups == group], self.events[self.groups == group]


def _lung() -> Survival:
    with (ROOT / "tests" / "results" / "data" / "lung.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    of = {name: np.array([int(row[name]) for row in rows]) for name in ("time", "status", "sex")}
    return Survival(of["time"], of["status"] == 2, of["sex"])


def _aml() -> Survival:
    kept = "9 13 13+ 18 23 28+ 31 34 45+ 48 161+".split()
    not_kept = "5 5 8 8 12 16+ 23 27 30 33 43 45".split()
    every = [*kept, *not_kept]
    return Survival(
        np.array([int(text.rstrip("+")) for text in every]),
        np.array([not text.endswith("+") for text in every]),
        np.array(["maintained"] * len(kept) + ["not"] * len(not_kept)),
    )


LUNG, AML = _lung(), _aml()
