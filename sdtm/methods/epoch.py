"""Epoch of a date."""

from collections.abc import Callable
from functools import reduce
from operator import and_

import numpy as np

from onespec.engine.columns import Mask, Text, blank, combinations, in_order, number, position_in
from onespec.engine.contract import Column, Group, Many
from onespec.engine.frames import Frame
from onespec.engine.groups import nth_of
from onespec.engine.once import once
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import DAY, first_day, is_before, is_complete, last_day


@method(
    "{epoch} of the last element of the subject that has begun on {date}, that is, whose {start} is not after it. "
    "Times of day count where both have one, except on the first day of the subject's first element; {date} without a "
    "time is not before {start} on the same day. Blank before the first element, after the {end} of the last one, and "
    "where {date} is partial and its possible days lie in more than one of these. An element with a partial {start} "
    "has begun after the last day that it may stand for, and not before the first; on the days between, the {epoch} "
    "is blank."
)
def epoch(date: Column, start: Many, end: Many, epoch: Many, group: Group) -> Column:
    """Character: the epochs of the subject's elements.

    ``start``, ``end`` and ``epoch`` are those of the subject elements (SE); an element without an end lasts.
    """
    codes, rows = combinations([group, date])
    return _of_dates(date.take(rows), group[rows], _elements(start, end, epoch)).take(codes)


@once
def _elements(start: Many, end: Many, epoch: Many) -> Frame:
    """The elements that have a start, in ascending order of their groups and starts."""
    columns = {"group": number(start.group), "start": start.column, "end": end.column, "epoch": epoch.column}
    elements = Frame(columns).take(~blank(start.column))
    return elements.take(in_order(elements["group"], elements["start"]))


def _of_dates(date: Column, group: np.ndarray, elements: Frame) -> Text:
    """``elements`` are in ascending order of their groups and starts."""
    out = _epoch(date, group, elements, first_day)
    partial = elements["group"][_is_partial(elements["start"]) | _is_partial(elements["end"])]
    rows = np.flatnonzero(_is_partial(date) | (position_in(number(group), partial) >= 0))
    return out.put(rows, _of_partial(date.take(rows), group[rows], elements)) if len(rows) else out


def _is_partial(date: Column) -> Mask:
    return ~blank(date) & ~is_complete(date)


def _of_partial(date: Column, group: np.ndarray, elements: Frame) -> Text:
    """The same where a date or an element is partial: an epoch when all days that they may stand for have it."""
    said = [
        _epoch(day, group, elements, bound)
        for day in (first_day(date), last_day(date))
        for bound in (first_day, last_day)
    ]
    return said[0].where(reduce(and_, (said[0] == other for other in said[1:])))


def _epoch(date: Column, group: np.ndarray, elements: Frame, bound: Callable[[Column], Text]) -> Text:
    """The epoch of dates complete to the day; ``bound``: which day a partial start or end is taken for."""
    first, after = (np.searchsorted(elements["group"].array, group, side) for side in ("left", "right"))
    row = np.repeat(np.arange(len(group)), after - first)  # each date beside each element of its subject
    element = first[row] + nth_of(row)
    day, started = date.take(row), bound(elements["start"]).take(element)
    day = day.where(element > first[row], day.str[:DAY])
    on_last_day = ~is_complete(elements["start"])[element] & (day == started) & (bound is last_day)
    begun = ~blank(day) & ~is_before(day, started) & ~on_last_day
    last = np.full(len(date), -1)
    last[row[begun]] = element[begun]
    ended = bound(elements["end"]).take(last)
    return elements["epoch"].take(last).where(blank(ended) | ~is_before(ended, date))
