"""The medians of several times to an event, side by side: how far a result depends on the rules of its censoring."""

from __future__ import annotations

from typing import Literal

import numpy as np

from onespec.engine.contract import Name
from onespec.engine.registry import FIGURE, analysis
from onespec.results.contract import Cell, Drawn, Line, Result, Source, Words
from onespec.results.methods._stats import estimated, interval_cell, whole_number
from onespec.results.methods._survival import Observed, Times, observed

Interval = Literal["log-log", "log", "plain"]


@analysis(
    """Median of {time} by Kaplan and Meier ({censored} 0: an event) for each {by}, with the 95% confidence interval by
Brookmeyer and Crowley ({interval}), and the number of events; times are divided by {divisor}.""",
    shows=FIGURE,
)
def median_forest(source: Source, times: Times, by: Name, axis: str, interval: Interval = "log-log") -> Result:
    """The lines are the values of ``by`` in the order of its codelist: events/subjects, and median with limits.

    Columns of the display are not told apart.  A limit that the curve does not reach is NE.
    """
    values = source.text(by)
    lines = []
    for level in (each for each in source.levels(by) if (values == each).any()):
        own = source.take(values == level)
        (found,) = observed(_together(own), times)
        lines.append(_line(source.said(by, level), found, interval, (by, level)))
    said = source.facts.said

    def picture(language: str) -> Drawn:
        from onespec.results.figures.axis import Axis
        from onespec.results.figures.forest import Heads, Row, Scale, forest_figure

        rows = []
        for line in lines:
            estimate, lower, upper = (float(s.value) if s.value is not None else None for s in line.cells[1].stats)
            rows.append(Row(line.label[language], [c.text for c in line.cells], estimate, lower, upper))
        heads = Heads("", [said("Events/N")[language], said("Median (95% CI)")[language]])
        return forest_figure(rows, heads, Scale(Axis(said(axis)[language], 3)))

    return Result(tuple(lines), (said("Events/N"), said("Median (95% CI)")), picture)


def _together(source: Source) -> Source:
    """The source with one column of all subjects."""
    from dataclasses import replace

    everybody = replace(source.groups[0], members=np.ones(len(source.subjects), bool))
    return replace(source, groups=(everybody,))


def _line(said: Words, found: Observed, interval: Interval, about: tuple[str, str]) -> Line:
    from onespec.results.statistics.brookmeyer_crowley import brookmeyer_crowley  # scipy is not loaded by a build

    own, events = found.source, found.events
    median = brookmeyer_crowley(found.curve, 0.5, interval)
    counts = (
        whole_number("n.event", "Events", int(events.sum()), own.on(events)),
        whole_number("N", "N", len(events), own.on()),
    )
    values = (median.estimate, median.lower, median.upper)
    share = interval_cell(estimated(("median", "conf.low", "conf.high"), values, 1, own.on()))
    return Line(said, (Cell(counts, "{0}/{1}"), share), *about)
