"""How subjects moved from one value to another: a shift table."""

from __future__ import annotations

import numpy as np

from onespec.engine.contract import Name
from onespec.engine.registry import analysis
from onespec.results.contract import Cell, Line, Result, Source, Words, counted
from onespec.results.methods._stats import heading, one_a_subject, only_number


@analysis(
    """Number and percentage of subjects by {before} (lines) and {after} (columns); the percentage is of the subjects
of the column of the display who have a record."""
)
def shift(source: Source, before: Name, after: Name) -> Result:
    """A line a value of ``before`` and one of all, a column a value of ``after`` and one of all; blank is "Missing".

    Where the display has several columns, each is a block of lines below its name.  A subject has one record: several
    are refused.
    """
    one_a_subject(source, f"{before} and {after}")
    ends = _levels(source, after)
    total = source.facts.said("Total")
    lines: list[Line] = []
    for own, group in zip(source.each_group(), source.groups, strict=True):
        within = () if len(source.groups) == 1 else (("", group.level),)
        if within:
            lines.append(heading(group.label))
        for start in _levels(source, before):
            mask = own.text(before) == start
            cells = (*(_cell(own, mask & (own.text(after) == end)) for end in ends), _sum(own, mask))
            lines.append(Line(_said(source, before, start), cells, before, start, within, indent=len(within)))
        sums = (*(_sum(own, own.text(after) == end) for end in ends), _sum(own, np.ones(len(own), bool)))
        lines.append(Line(total, sums, before, within=within, indent=len(within)))
    return Result(tuple(lines), (*(_said(source, after, end) for end in ends), total))


def _levels(source: Source, name: str) -> tuple[str, ...]:
    return (*source.levels(name), *([""] if (source.text(name) == "").any() else []))


def _said(source: Source, name: str, level: str) -> Words:
    return source.said(name, level) if level else source.facts.said("Missing")


def _cell(own: Source, mask: np.ndarray) -> Cell:
    return counted(int(mask.sum()), len(own), own.on(mask), own.on())


def _sum(own: Source, mask: np.ndarray) -> Cell:
    return only_number(int(mask.sum()), own.on(mask))
