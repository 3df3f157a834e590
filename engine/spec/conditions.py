"""Conditions: the comparisons of a where clause, which is an AND of them (Define-XML 2.1, 5.3.10)."""

from __future__ import annotations

from dataclasses import dataclass

COMPARATORS = ("EQ", "NE", "LT", "LE", "GT", "GE", "IN", "NOTIN")


@dataclass(frozen=True)
class Condition:
    """One comparison of a where clause: ``name`` ``comparator`` ``values``."""

    name: str
    comparator: str
    values: tuple[str, ...]

    def text(self) -> str:
        shown = [v if v else "blank" for v in self.values]
        value = f"({', '.join(shown)})" if self.comparator in ("IN", "NOTIN") else shown[0]
        return f"{self.name} {self.comparator} {value}"
