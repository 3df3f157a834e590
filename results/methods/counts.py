"""Subjects by the values of a variable."""

from __future__ import annotations

from onespec.engine.contract import Name
from onespec.engine.registry import analysis
from onespec.results.contract import Cell, Line, Result, Source, counted


@analysis(
    """Number and percentage of subjects of the population with each value of {variable}; the percentage is of all
subjects of the column."""
)
def counts(source: Source, variable: Name) -> Result:
    """One line a value, in the order of its codelist, and one for subjects without a value where there are any.

    A subject counts once in each value that one of its records has.
    """
    lines = [
        Line(
            source.said(variable, level),
            tuple(_with(own, variable, level) for own in source.each_group()),
            variable,
            level,
            indent=1,
        )
        for level in source.levels(variable)
    ]
    if not source.with_record(source.text(variable) != "").all():
        cells = tuple(_without(own, variable) for own in source.each_group())
        lines.append(Line(source.facts.said("Missing"), cells, variable, "", indent=1))
    return Result(tuple(lines))


def _with(own: Source, variable: str, level: str) -> Cell:
    has = own.text(variable) == level
    return counted(int(own.with_record(has).sum()), len(own.subjects), own.on(has), own.population())


def _without(own: Source, variable: str) -> Cell:
    lacks = ~own.with_record(own.text(variable) != "")
    return counted(int(lacks.sum()), len(own.subjects), own.population(lacks), own.population())
