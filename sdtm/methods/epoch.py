"""Epoch of a date."""

import pandas as pd

from onespec.engine.columns import Column, Group, Many, blanks, by_combination, text
from onespec.engine.registry import method
from onespec.sdtm.methods.iso import is_before


@method(
    "{epoch} of the last element of the subject that has begun on {date}, that is, whose {start} is not after it. "
    "Times of day count where both have one, except on the first day of the subject's first element. "
    "Blank before the first element, after the {end} of the last one, and where {date} is partial and its possible days lie in more than one of these."
)
def epoch(date: Column, start: Many, end: Many, epoch: Many, group: Group) -> Column:
    """Character: the epochs of the subject's elements.

    ``start``, ``end`` and ``epoch`` are those of the subject elements (SE); an element without an end lasts.
    """
    elements = pd.DataFrame({"group": start.index, "start": start.to_numpy(), "end": end.to_numpy(), "epoch": epoch.to_numpy()})
    elements = elements[elements["start"] != ""].sort_values(["group", "start"], kind="stable")
    nth = elements.groupby("group").cumcount()
    columns = []
    for i in range(nth.max() + 1 if len(nth) else 0):
        own = elements[nth == i].set_index("group").reindex(group.to_numpy())
        columns += [text(own[name].to_numpy()) for name in ("start", "end", "epoch")]
    return by_combination(_of_dates, date, *columns)


def _of_dates(date: pd.Series, *elements: pd.Series) -> pd.Series:
    """``elements``: start, end and epoch of the subject's first element, of its second, and so on."""
    first = _epoch(_filled(date, "-01-01"), elements)
    last = _epoch(_filled(date, "-12-31"), elements)
    return first.where(first == last, "")


def _filled(date: pd.Series, month_day: str) -> pd.Series:
    """Partial dates with a month and day; ``-31`` in any month, as the text is only compared."""
    missing = date.str.len().map({4: month_day, 7: month_day[3:]}).fillna("").astype(date.dtype)
    return date + missing


def _epoch(date: pd.Series, elements: tuple[pd.Series, ...]) -> pd.Series:
    out, day = blanks(len(date)), date.str[:10]
    for start, end, epoch in zip(elements[::3], elements[1::3], elements[2::3], strict=True):
        begun = (date != "") & (start != "") & ~is_before(day, start)
        out = out.mask(begun, epoch).mask(begun & (end != "") & is_before(end, date), "")
        day = date
    return out
