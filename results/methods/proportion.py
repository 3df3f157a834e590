"""A proportion with its exact confidence interval."""

from __future__ import annotations

from typing import Annotated

from onespec.engine.contract import TermOf, TextName
from onespec.engine.registry import analysis
from onespec.results.contract import NOBODY, Cell, Line, Result, Source
from onespec.results.methods._stats import estimated, with_any


@analysis(
    """Number and percentage of subjects of the population with {variable} equal to {wanted}, with the exact 95%
confidence interval by Clopper and Pearson; the percentage is of all subjects of the column."""
)
def proportion(source: Source, variable: TextName, wanted: Annotated[str, TermOf("variable")]) -> Result:
    """Two lines: the number with its percentage, and the interval in percent.

    A subject counts once.  Subjects without the value, and those without a record, are in the denominator.
    """
    groups = list(source.each_group())
    counts = tuple(with_any(own, own.text(variable) == wanted) for own in groups)
    limits = tuple(_limits(own, variable, wanted) for own in groups)
    said = source.facts.said
    return Result(
        (
            Line(said("n (%)"), counts, variable, wanted, indent=1),
            Line(said("95% CI (%)"), limits, variable, wanted, indent=1),
        )
    )


def _limits(own: Source, variable: str, wanted: str) -> Cell:
    from onespec.results.statistics.clopper_pearson import clopper_pearson  # scipy is not loaded by a build

    has = own.with_record(own.text(variable) == wanted)
    found = clopper_pearson(int(has.sum()), len(has))
    if found is None:
        return Cell((), NOBODY)
    share = 100 * float(has.mean())
    values = (share, 100 * found[0], 100 * found[1])
    stats = estimated(("estimate", "conf.low", "conf.high"), values, 1, own.population())
    return Cell(stats, "{1}, {2}")
