"""Subjects who have a record at all."""

from __future__ import annotations

import numpy as np

from onespec.engine.registry import analysis
from onespec.results.contract import Line, Result, Source
from onespec.results.methods._stats import with_any


@analysis(
    """Number and percentage of subjects of the population with at least one record of {source}; the percentage is of
all subjects of the column."""
)
def with_record(source: Source, named: str) -> Result:
    """One line, called ``named``; a subject counts once."""
    everything = tuple(with_any(own, np.ones(len(own), bool)) for own in source.each_group())
    return Result((Line(source.facts.said(named), everything),))
