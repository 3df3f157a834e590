"""What is gathered of the data: faults by rule, and what only all datasets together tell."""

from __future__ import annotations

from lxml import etree

from onespec.define.check.rules import Fault


class Told(dict[str, list[Fault]]):
    """Faults by rule.

    longest  item -> the name by which lengths are shared, and its longest value; ``by_name`` that of all of the name
    stated   item -> the length that its file gives it
    used     codelist -> the terms that stand in the data
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest: dict[str, tuple[tuple[str, str], int]] = {}
        self.by_name: dict[tuple[str, str], int] = {}
        self.stated: dict[str, int] = {}
        self.used: dict[str, set[str]] = {}

    def add(self, rule: str, node: etree._Element, value: str = "", detail: str = "") -> None:
        self.setdefault(rule, []).append(Fault(node, value, detail))

    def measured(self, oid: str, known: tuple[str, str], size: int) -> None:
        """Remember the longest value of an item."""
        self.longest[oid] = (known, max(size, self.longest.get(oid, (known, 0))[1]))
        self.by_name[known] = max(size, self.by_name.get(known, 0))
