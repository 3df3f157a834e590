"""Rules in order, of which the first that holds decides: they give the values, and each has its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Rule:
    """One rule.

    holds     for which records; True: for all
    gives     what it gives them: one for all, or one each
    because   its sentence, with ``{names}`` for what differs from record to record
    on        the row on which it stands, for each record, where it stands on a single one
    """

    holds: np.ndarray | bool
    gives: Any
    because: str = ""
    on: np.ndarray | None = None


class Rules:
    """Rules in order; the last one holds for every record, so that one decides each."""

    def __init__(self, *rules: Rule):
        if rules[-1].holds is not True:
            raise ValueError("the last rule must hold for every record")
        self._rules = rules
        self._first = np.argmax(np.broadcast_arrays(*(rule.holds for rule in rules)), axis=0)

    def of(self, record: int) -> Rule:
        """The rule that decides a record."""
        return self._rules[self._first[record]]

    def __iter__(self) -> Iterator[tuple[Rule, np.ndarray]]:
        """Each rule, and for which records it decides."""
        return ((rule, self._first == number) for number, rule in enumerate(self._rules))

    def given(self) -> np.ndarray:
        """What the rules give each record."""
        return np.select([decides for _, decides in self], [rule.gives for rule, _ in self], "")
