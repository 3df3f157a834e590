"""Subjects by the values that their records have."""

from __future__ import annotations

from onespec.engine.contract import Name
from onespec.engine.registry import analysis
from onespec.results.contract import Line, Result, Source
from onespec.results.methods._stats import with_any


@analysis(
    """Number and percentage of subjects of the population with at least one record with each value of {variable}; the
percentage is of all subjects of the column."""
)
def occurrences(source: Source, variable: Name) -> Result:
    """One line a value that any record has, in the order of its codelist.

    A subject counts once in each value, and nowhere without a record: that nothing happened is no missing value.
    """
    values = source.text(variable)
    there = [level for level in source.levels(variable) if (values == level).any()]
    return Result(
        tuple(
            Line(
                source.said(variable, level),
                tuple(with_any(own, own.text(variable) == level) for own in source.each_group()),
                variable,
                level,
                indent=1,
            )
            for level in there
        )
    )
