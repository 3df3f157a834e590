"""Lines of values within values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from onespec.results.contract import Cell, Line, Source, Words

Counting = Callable[[Source, np.ndarray], tuple[Cell, ...]]  # records and subjects of a column, which of the records


def nested_lines(source: Source, outer: str, inner: str, counting: Counting) -> Iterator[Line]:
    """A line a value of ``outer``, and below it those of ``inner`` that its records have."""
    groups = list(source.each_group())
    for level in most_first(source, outer, np.ones(len(source), bool)):
        mask = source.text(outer) == level
        yield Line(_said(source, outer, level), _cells(groups, counting, {outer: level}), outer, level)
        for own in most_first(source, inner, mask):
            cells = _cells(groups, counting, {outer: level, inner: own})
            yield Line(_said(source, inner, own), cells, inner, own, ((outer, level),), indent=1)


def most_first(source: Source, variable: str, among: np.ndarray) -> list[str]:
    """The values of records, by how many subjects have them."""
    values = source.text(variable)
    subjects = {level: int(source.with_record(among & (values == level)).sum()) for level in set(values[among])}
    return sorted(subjects, key=lambda level: (level == "", -subjects[level], level))


def _cells(groups: list[Source], counting: Counting, having: dict[str, str]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for own in groups:
        mask = np.ones(len(own), bool)
        for variable, level in having.items():
            mask &= own.text(variable) == level
        cells += counting(own, mask)
    return tuple(cells)


def _said(source: Source, variable: str, level: str) -> Words:
    return source.said(variable, level) if level else source.facts.said("Missing")
