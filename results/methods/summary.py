"""A number of each subject, summarised."""

from __future__ import annotations

import numpy as np

from onespec.engine.contract import NumberName
from onespec.engine.registry import analysis
from onespec.results.contract import Cell, Line, Result, Source
from onespec.results.methods._stats import described_lines, one_a_subject, only_number


@analysis(
    """Number of subjects with a value, mean, standard deviation (divisor n - 1), median, quartiles (SAS, PCTLDEF=5),
minimum and maximum of {variable}, and the number of subjects of the population without a value."""
)
def summary(source: Source, variable: NumberName, decimals: int | None = None) -> Result:
    """Mean, median and quartiles have one decimal more than the values, the standard deviation two; ``decimals`` says
    how many the values have where that is not what the data show.

    A subject has one record: several are refused, as each would weigh as a subject.
    """
    values = ~np.isnan(source.number(variable))
    one_a_subject(source.take(values), variable)
    lines = described_lines(source, variable, decimals=decimals)
    if not source.with_record(values).all():
        cells = tuple(_missing(own, variable) for own in source.each_group())
        lines.append(Line(source.facts.said("Missing"), cells, variable, indent=1))
    return Result(tuple(lines))


def _missing(own: Source, variable: str) -> Cell:
    lacks = ~own.with_record(~np.isnan(own.number(variable)))
    return only_number(int(lacks.sum()), own.population(lacks), "nmiss", "Missing")
