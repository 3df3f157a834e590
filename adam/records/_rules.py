"""Rules in order, of which the first that holds decides: they give the values, and each has its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from onespec.engine.columns import blanks
from onespec.engine.groups import first_of
from onespec.engine.kinds import Text


@dataclass(frozen=True)
class Rule:
    """One rule.

    holds     for which records; True: for all
    gives     what it gives them: one for all, or one each
    because   its sentence, with ``{names}`` for what differs from record to record
    code      its name, for a dataset
    on        the row on which it stands, for each record, where it stands on a single one
    """

    holds: np.ndarray | bool
    gives: Any
    because: str = ""
    code: str = ""
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

    def codes(self) -> np.ndarray:
        """The name of the rule that decides each record."""
        return np.select([decides for _, decides in self], [rule.code for rule, _ in self], "")

    def standing(self, on: dict[str, np.ndarray], record: np.ndarray, name: Text) -> Text:
        """What the rule that decides each record stands on: the first by name.

        on             for some rules, by their names: True for each thing on which it stands
        record, name   of each thing the record that it belongs to, and its name
        """
        n = len(self._first)
        out = blanks(n)
        for rule, decides in self:
            if rule.code in on:
                first = first_of(record, n, name, keep=on[rule.code] & name.notna())
                out = out.mask(decides, name.take(first))
        return out
