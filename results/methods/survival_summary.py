"""Times to an event, summarised by Kaplan and Meier."""

from __future__ import annotations

from typing import Literal

import numpy as np

from onespec.engine.registry import analysis
from onespec.results.contract import Cell, Line, Result, Source, Words, counted
from onespec.results.methods._stats import estimated, heading, interval_cell, only_number
from onespec.results.methods._survival import Observed, Times, observed
from onespec.results.statistics.kaplan_meier import at_risk_at, survival_at

Interval = Literal["log-log", "log", "plain"]


@analysis(
    """Subjects with the event ({censored} 0) and censored ones; median and quartiles of {time} by Kaplan and Meier,
with 95% confidence intervals by Brookmeyer and Crowley; the rate without event at {at} with its pointwise 95%
confidence interval, and the number at risk.  Intervals are {interval}; times are divided by {divisor}."""
)
def survival_summary(
    source: Source, times: Times, unit: str, at: list[float] | None = None, interval: Interval = "log-log"
) -> Result:
    """Counted are the subjects who have a record; one with a record and no time has a line of its own.

    ``unit`` names what a time is after it was divided: months, where days are divided by 30.4375.  What the curve does
    not reach, or where nobody is under observation any more, is NE (not estimable).  A curve that lies exactly on the
    half gives the middle of the stretch.
    """
    columns, said = observed(source, times), source.facts.said
    lines = [
        Line(said("Subjects"), tuple(only_number(len(c.times), c.source.on()) for c in columns)),
        Line(said("Subjects with event"), tuple(_share(c, c.events) for c in columns), indent=1),
        Line(said("Censored subjects"), tuple(_share(c, ~c.events) for c in columns), indent=1),
    ]
    if any(c.without for c in columns):
        lines.insert(1, Line(said("Without a time"), tuple(only_number(c.without, c.source.on()) for c in columns)))
    for label, share in _QUANTILES:
        words = said(label)
        named = Words(f"{words.en}, {unit}", f"{words['zh']}，{said(unit)['zh']}")
        lines.append(Line(named, tuple(_quantile(c, share, interval) for c in columns), times.time))
    if at:
        lines += _at(source, columns, [float(time) for time in at], unit, interval)
    return Result(tuple(lines))


_QUANTILES = (("Median (95% CI)", 0.5), ("First quartile (95% CI)", 0.25), ("Third quartile (95% CI)", 0.75))


def _share(column: Observed, mask: np.ndarray) -> Cell:
    return counted(int(mask.sum()), len(mask), column.source.on(mask), column.source.on())


def _quantile(column: Observed, share: float, interval: Interval) -> Cell:
    from onespec.results.statistics.brookmeyer_crowley import brookmeyer_crowley  # scipy is not loaded by a build

    found = brookmeyer_crowley(column.curve, share, interval)
    name = {0.5: "median", 0.25: "p25", 0.75: "p75"}[share]
    values = (found.estimate, found.lower, found.upper)
    return interval_cell(estimated((name, "conf.low", "conf.high"), values, 1, column.source.on()))


def _at(source: Source, columns: list[Observed], at: list[float], unit: str, interval: Interval) -> list[Line]:
    said = source.facts.said
    named = [Words(f"{time:g} {unit}", f"{time:g} {said(unit)['zh']}") for time in at]
    rates = [
        Line(words, tuple(_rate(c, time, interval) for c in columns), level=f"{time:g}", indent=1)
        for words, time in zip(named, at, strict=True)
    ]
    at_risk = [
        Line(words, tuple(_at_risk(c, time) for c in columns), level=f"{time:g}", indent=1)
        for words, time in zip(named, at, strict=True)
    ]
    heads = heading(said("Rate without event, % (95% CI)")), heading(said("Number at risk"))
    return [heads[0], *rates, heads[1], *at_risk]


def _rate(column: Observed, time: float, interval: Interval) -> Cell:
    from onespec.results.statistics.survival_limits import survival_limits_at

    lower, upper = survival_limits_at(column.curve, [time], interval)
    found = (survival_at(column.curve, [time]), lower, upper)
    rate, low, high = (None if np.isnan(v[0]) else 100 * float(v[0]) for v in found)
    return interval_cell(estimated(("estimate", "conf.low", "conf.high"), (rate, low, high), 1, column.source.on()))


def _at_risk(column: Observed, time: float) -> Cell:
    count = int(at_risk_at(column.curve, [time])[0])
    return only_number(count, column.source.on(column.times >= time), "n.risk", "Number at risk")
