"""What administrations amount to: the dose of one, times how many there were, none after a last day."""

from __future__ import annotations

from dataclasses import dataclass

from onespec.adam.methods._dates import complete, days, first_day
from onespec.engine.column import Column, Mask
from onespec.engine.columns import as_number, position_in
from onespec.engine.frames import Frame
from onespec.engine.kinds import Number


@dataclass(frozen=True)
class Administrations:
    """The columns of administrations (SDTMIG 3.4, EX and EC): the dose of one, how often, from when to when."""

    dose: Number
    frequency: Column
    start: Column
    end: Column


@dataclass(frozen=True)
class Amounts:
    """What each record amounts to.

    amount     dose times number of administrations; missing where it cannot be told, or is of no day that counts
    begins     first day; a start without a day is read as the first of its month
    last       last day that counts
    counts     True unless it begins after the last day that counts
    backwards  True where it ends before it begins
    """

    amount: Number
    begins: Number
    last: Number
    counts: Mask
    backwards: Mask


def amounts(given: Administrations, frequencies: Frame, until: str) -> Amounts:
    """``frequencies``: FREQUENCY, and A_DAY, which is blank where a record is one administration."""
    begins, last = days(given.start, first_day), days(given.end)
    known = position_in(given.frequency, frequencies["FREQUENCY"])
    times = as_number(frequencies["A_DAY"]).take(known)
    backwards = last < begins
    last = last.mask(last > complete(until), complete(until))
    amount = given.dose * (times * (last - days(given.start) + 1)).where(times.notna(), 1)
    counts = ~(begins > complete(until))
    amount = amount.where(counts & begins.notna() & (known >= 0) & ~backwards)
    return Amounts(amount, begins, last, counts, backwards)
