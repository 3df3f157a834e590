"""Subjects by values within values: preferred terms within system organ classes, say."""

from __future__ import annotations

from onespec.engine.contract import Name
from onespec.engine.registry import analysis
from onespec.results.contract import Result, Source
from onespec.results.methods._nested import nested_lines
from onespec.results.methods._stats import with_any


@analysis(
    """Number and percentage of subjects of the population with each value of {outer}, and within it with each value of
{inner}; the percentage is of all subjects of the column."""
)
def nested_counts(source: Source, outer: Name, inner: Name) -> Result:
    """The values that most subjects have come first, those of as many in the order of the alphabet.

    A subject counts once in each value, however many of the subject's records have it.  Records without a value count
    under "Missing".
    """
    return Result(tuple(nested_lines(source, outer, inner, lambda own, mask: (with_any(own, mask),))))
