"""Subjects by values within values, of any grade and of high grades."""

from __future__ import annotations

import numpy as np

from onespec.engine.contract import Name, NumberName
from onespec.engine.registry import analysis
from onespec.results.contract import Cell, Result, Source, Words
from onespec.results.methods._nested import nested_lines
from onespec.results.methods._stats import with_any


@analysis(
    """Number and percentage of subjects of the population with each value of {outer}, and within it with each value of
{inner}: with any record, and with one of which {grade} is at least {least}; the percentage is of all subjects of the
column."""
)
def nested_counts_by_grade(source: Source, outer: Name, inner: Name, grade: NumberName, least: int = 3) -> Result:
    """Two columns a group.  The values that most subjects have come first, of as many by the alphabet.

    A subject counts once in each cell.  A record without a grade counts in the first column only.
    """

    def cells(own: Source, mask: np.ndarray) -> tuple[Cell, ...]:
        return with_any(own, mask), with_any(own, mask & (own.number(grade) >= least))

    heads = (source.facts.said("Any grade"), _at_least(source, least))
    columns = tuple(
        Words(f"{group.label.en}: {head.en}", f"{group.label['zh']}：{head['zh']}") if len(source.groups) > 1 else head
        for group in source.groups
        for head in heads
    )
    levels = tuple(group.level for group in source.groups for _ in heads)
    return Result(tuple(nested_lines(source, outer, inner, cells)), columns, levels=levels)


def _at_least(source: Source, least: int) -> Words:
    grade = source.facts.said("Grade")
    return Words(f"{grade.en} >= {least}", f">= {least} {grade['zh']}")
