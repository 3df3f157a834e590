"""How many records at fault are listed one by one: a rule that meets two million of them must not fill the memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from onespec.conformance.breach import Beyond, Breach

LISTED = 20_000  # records of one rule, dataset and variables
IN_ALL, THEN = 200_000, 1_000  # when so many are listed, so few of each rule, dataset and variables


class Listing:
    """What is listed of our own checks' breaches in a run, and what is counted beside it."""

    def __init__(self) -> None:
        self._listed: Counter[Breach] = Counter()
        self._rows: dict[Breach, list[np.ndarray]] = defaultdict(list)
        self._messages: dict[Breach, set[str]] = defaultdict(set)

    def room(self, about: Breach, wanted: int) -> int:
        """How many more records may be listed; ``about`` says of what: a breach without row, values and message."""
        most = LISTED if self._listed.total() < IN_ALL else THEN
        given = min(wanted, max(most - self._listed[about], 0))
        self._listed[about] += given
        return given

    def keep(self, about: Breach, rows: np.ndarray, messages: Iterable[str]) -> None:
        """Records that are not listed, by their numbers from 1."""
        self._rows[about].append(rows)
        self._messages[about] |= set(messages)

    def breaches(self) -> list[Breach]:
        """One breach for all records of a rule, dataset and variables that are not listed."""
        return [
            told(about, Beyond(np.concatenate(rows), frozenset(self._messages[about])))
            for about, rows in self._rows.items()
        ]


def told(about: Breach, beyond: Beyond) -> Breach:
    """The breach that stands for these records."""
    return replace(about, message=f"{len(beyond.rows):,} more records, which are not listed.", beyond=beyond)
