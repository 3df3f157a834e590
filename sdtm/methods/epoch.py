"""Epoch of a date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_

import numpy as np

from onespec.engine.columns import Mask, Text, blank, blanks, combinations, in_order, number, position_in
from onespec.engine.contract import Column, Date, Dates, Group, Many
from onespec.engine.frames import Frame
from onespec.engine.groups import nth_of
from onespec.engine.once import once
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import DAY, first_day, is_before, is_complete, last_day, on_the_day_of


@method(
    "{epoch} of the last element of the subject that has begun on {date}, that is, whose {start} is not after it. "
    "Times of day count where both have one, except on the first day of the subject's first element; {date} without a "
    "time is not before {start} on the same day. Blank before the first element, after the {end} of the last one, and "
    "where {date} is partial and its possible days lie in more than one of these. An element with a partial {start} "
    "has begun after the last day that it may stand for, and not before the first; on the days between, the {epoch} "
    "is blank. On the day of {exposure}, {date} counts as before it where one of the two has no time, as in --LOBXFL: "
    "no later element has begun."
)
def epoch(date: Date, start: Dates, end: Dates, epoch: Many, group: Group, exposure: Date | None = None) -> Column:
    """Character: the epochs of the subject's elements.

    ``start``, ``end`` and ``epoch`` are those of the subject elements (SE); an element without an end lasts.
    ``exposure`` is the first exposure, of findings that are taken before the dose of the day: what
    `last_before_exposure` may flag then lies in the epoch before the treatment.

    Example::

        EPOCH: {derived: epoch, with: {date: AESTDTC, start: SE.SESTDTC, end: SE.SEENDTC, epoch: SE.EPOCH}}

        SE | USUBJID | EPOCH     | SESTDTC    | SEENDTC
           | 1       | SCREENING | 2021-01-04 | 2021-01-10
           | 1       | TREATMENT | 2021-01-10 | 2021-03-01

        AE | USUBJID | AESTDTC    | EPOCH
           | 1       | 2021-01-09 | SCREENING
           | 1       | 2021-01-10 | TREATMENT
           | 1       | 2021-01    |
           | 1       | 2021-02    | TREATMENT
           | 1       | 2021-03-02 |
    """
    first = blanks(len(date)) if exposure is None else exposure
    codes, rows = combinations([group, date, first])
    date, before = date.take(rows), on_the_day_of(date.take(rows), first.take(rows))
    return _of_dates(_Dates(date, group[rows], before), _elements(start, end, epoch)).take(codes)


@dataclass(frozen=True)
class _Dates:
    """Dates of subjects; ``before``: those that count as before whatever begins on their day."""

    date: Column
    group: np.ndarray
    before: np.ndarray

    def take(self, rows: np.ndarray) -> _Dates:
        return _Dates(self.date.take(rows), self.group[rows], self.before[rows])


@once
def _elements(start: Many, end: Many, epoch: Many) -> Frame:
    """The elements that have a start, in ascending order of their groups and starts."""
    columns = {"group": number(start.group), "start": start.column, "end": end.column, "epoch": epoch.column}
    elements = Frame(columns).take(~blank(start.column))
    return elements.take(in_order(elements["group"], elements["start"]))


def _of_dates(dates: _Dates, elements: Frame) -> Text:
    """``elements`` are in ascending order of their groups and starts."""
    out = _epoch(dates, elements, first_day)
    partial = elements["group"][_is_partial(elements["start"]) | _is_partial(elements["end"])]
    rows = np.flatnonzero(_is_partial(dates.date) | (position_in(number(dates.group), partial) >= 0))
    return out.put(rows, _of_partial(dates.take(rows), elements)) if len(rows) else out


def _is_partial(date: Column) -> Mask:
    return ~blank(date) & ~is_complete(date)


def _of_partial(dates: _Dates, elements: Frame) -> Text:
    """The same where a date or an element is partial: an epoch when all days that they may stand for have it."""
    said = [
        _epoch(replace(dates, date=day), elements, bound)
        for day in (first_day(dates.date), last_day(dates.date))
        for bound in (first_day, last_day)
    ]
    return said[0].where(reduce(and_, (said[0] == other for other in said[1:])))


def _epoch(dates: _Dates, elements: Frame, bound: Callable[[Column], Text]) -> Text:
    """The epoch of dates complete to the day; ``bound``: which day a partial start or end is taken for."""
    date, group = dates.date, dates.group
    first, after = (np.searchsorted(elements["group"].array, group, side) for side in ("left", "right"))
    row = np.repeat(np.arange(len(group)), after - first)  # each date beside each element of its subject
    element = first[row] + nth_of(row)
    day, started = date.take(row), bound(elements["start"]).take(element)
    day = day.where(element > first[row], day.str[:DAY])
    same_day = day.str[:DAY] == started.str[:DAY]
    open_day = ~is_complete(elements["start"])[element] & same_day & (bound is last_day)
    not_yet = dates.before[row] & same_day & (element > first[row])
    begun = ~blank(day) & ~is_before(day, started) & ~open_day & ~not_yet
    last = np.full(len(date), -1)
    last[row[begun]] = element[begun]
    ended = bound(elements["end"]).take(last)
    return elements["epoch"].take(last).where(blank(ended) | ~is_before(ended, date))
