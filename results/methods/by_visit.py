"""Numbers visit by visit, and how they changed."""

from __future__ import annotations

import numpy as np

from onespec.engine.contract import Name, NumberName
from onespec.engine.registry import analysis
from onespec.results.contract import Line, Result, Source
from onespec.results.methods._stats import described_lines, heading, one_a_subject
from onespec.results.methods._visits import visits_of
from onespec.results.statistics.decimals import decimals


@analysis(
    """For each {visit}, in the order of {order}: number of subjects with a value, mean, standard deviation (divisor
n - 1), median, quartiles (SAS, PCTLDEF=5), minimum and maximum of each of {values}."""
)
def by_visit(source: Source, visit: Name, order: NumberName, values: list[NumberName]) -> Result:
    """A heading a visit, below it a heading a variable where there are several (value and change, say), and its lines.

    A subject has one record a visit: several are refused.  A variable without any value at a visit (the change at
    baseline) has no lines there.
    """
    lines: list[Line] = []
    places = {variable: decimals(source.number(variable)) for variable in values}
    for name in visits_of(source, visit, order):
        here = source.take(source.text(visit) == name)
        lines.append(heading(source.said(visit, name), variable=visit, level=name))
        for variable in values:
            there = here.take(~np.isnan(here.number(variable)))
            if not len(there):
                continue
            one_a_subject(there, f"{variable} at {name}")
            if len(values) > 1:
                lines.append(heading(source.label(variable), indent=1))
            lines += [
                _within(line, visit, name)
                for line in described_lines(there, variable, 1 + (len(values) > 1), places[variable])
            ]
    return Result(tuple(lines))


def _within(line: Line, visit: str, name: str) -> Line:
    return Line(line.label, line.cells, line.variable, line.level, ((visit, name),), line.indent)
