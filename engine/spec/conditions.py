"""Conditions: the comparisons of a where clause, which is an AND of them (Define-XML 2.1, 5.3.10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

COMPARATORS = ("EQ", "NE", "LT", "LE", "GT", "GE", "IN", "NOTIN")


@dataclass(frozen=True)
class Joined:
    """A column as the rows of a form or dataset meet it: one value a row, blank where there is none.

    way  record   of the same rows
         source   of the row of ``target`` that the record stands on
         subject  of the one row of ``target`` that the subject has
    """

    target: str
    name: str
    way: Literal["record", "source", "subject"]


@dataclass(frozen=True)
class Condition:
    """One comparison of a where clause: ``name`` ``comparator`` ``values``.

    against  the column that the value names, where it names one: the plan finds it
    """

    name: str
    comparator: str
    values: tuple[str, ...]
    against: Joined | None = None

    def text(self) -> str:
        shown = [v if v else "blank" for v in self.values]
        value = f"({', '.join(shown)})" if self.comparator in ("IN", "NOTIN") else shown[0]
        return f"{self.name} {self.comparator} {value}"
