"""Epoch of a date."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_

import pandas as pd

from onespec.engine.columns import blanks, combinations, text
from onespec.engine.contract import Column, Group, Many
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
    elements = pd.DataFrame(
        {"group": start.index, "start": start.to_numpy(), "end": end.to_numpy(), "epoch": epoch.to_numpy()}
    )
    elements = elements[elements["start"] != ""].sort_values(["group", "start"], kind="stable")
    nth = elements.groupby("group").cumcount()
    codes, first = combinations([group, date])
    columns = []
    for i in range(nth.max() + 1 if len(nth) else 0):
        own = elements[nth == i].set_index("group").reindex(group.to_numpy()[first])
        columns += [text(own[name].to_numpy()) for name in ("start", "end", "epoch")]
    return _of_dates(date.take(first).reset_index(drop=True), *columns).take(codes).set_axis(date.index)


def _of_dates(date: pd.Series, *elements: pd.Series) -> pd.Series:
    """``elements``: start, end and epoch of the subject's first element, of its second, and so on."""
    out = _epoch(date, elements, first_day)
    partial = reduce(
        or_, ((given != "") & ~is_complete(given) for given in (date, *elements[::3], *elements[1::3]))
    ).to_numpy()
    if partial.any():
        out[partial] = _of_partial(*(column[partial].reset_index(drop=True) for column in (date, *elements))).to_numpy()
    return out


def _of_partial(date: pd.Series, *elements: pd.Series) -> pd.Series:
    """The same where a date or an element is partial: an epoch when all days that they may stand for have it."""
    said = [
        _epoch(day, elements, bound) for day in (first_day(date), last_day(date)) for bound in (first_day, last_day)
    ]
    return said[0].where(reduce(and_, (said[0] == other for other in said[1:])), "")


def _epoch(date: pd.Series, elements: tuple[pd.Series, ...], bound: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """The epoch of dates complete to the day; ``bound``: which day a partial start or end is taken for."""
    out, day = blanks(len(date)), date.str[:DAY]
    for start, end, epoch in zip(elements[::3], elements[1::3], elements[2::3], strict=True):
        started, ended = bound(start), bound(end)
        on_last_day = ~is_complete(start) & (day == started) & (bound is last_day)
        begun = (date != "") & (start != "") & ~is_before(day, started) & ~on_last_day
        out = out.mask(begun, epoch).mask(begun & (end != "") & is_before(ended, date), "")
        day = date
    return out
