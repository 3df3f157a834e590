"""How a date that is not fully known lies to the reference period (SDTMIG 3.4, section 4.4.7, --STRF and --ENRF)."""

from functools import reduce

import pandas as pd

from onespec.engine.columns import blank, blanks, by_combination
from onespec.engine.contract import Column
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import DAY, first_day, is_complete, last_day

_LAST = "9999-12-31"
_TERMS = {
    "100": "BEFORE",
    "010": "DURING",
    "001": "AFTER",
    "110": "BEFORE/DURING",
    "011": "DURING/AFTER",
    "111": "UNKNOWN",
}


@method(
    "How the days that {date} may stand for lie to the period from {start} to {end}, both days included: BEFORE, "
    "DURING or AFTER when all of them do, BEFORE/DURING or DURING/AFTER when they reach into two of these, UNKNOWN "
    "when they reach from before the period to after it. Days before the first one of {not_before} do not count. Days "
    "after the last one of {not_after} do not count. Blank where {date} is complete to the day, where no date bounds "
    "the days, and where {start} or {end} is not complete to the day. Blank where {told} is filled, which tells it "
    "already."
)
def relative_to_period(
    date: Column,
    start: Column,
    end: Column,
    not_before: Column | None = None,
    not_after: Column | None = None,
    told: Column | None = None,
) -> Column:
    """Character, terms of the codelist Relation to Reference Period (C66728).

    ``not_before`` bounds the end of what has begun on a date, ``not_after`` the start of what has ended on one; a bound
    that contradicts a partial ``date`` does not count.  ``told`` is what was collected in the place of the date
    (--ENRTPT, say).
    """
    none = blanks(len(date))
    out = by_combination(
        _relation, date, start, end, *(none if bound is None else bound for bound in (not_before, not_after))
    )
    return out if told is None else out.mask(~blank(told), "")


def _relation(
    date: pd.Series, start: pd.Series, end: pd.Series, not_before: pd.Series, not_after: pd.Series
) -> pd.Series:
    first, last = first_day(date), last_day(date).mask(date == "", _LAST)
    lowest, highest = first_day(not_before).str[:DAY], last_day(not_after).str[:DAY].mask(not_after == "", _LAST)
    first, last = (
        first.mask((lowest > first) & (lowest <= last), lowest),
        last.mask((highest < last) & (highest >= first), highest),
    )
    start, end = start.str[:DAY], end.str[:DAY]
    reached = (first < start, (first <= end) & (last >= start), last > end)
    code = reduce(
        lambda left, right: left + right, (part.map({True: "1", False: "0"}).astype(date.dtype) for part in reached)
    )
    known = (
        ~is_complete(date)
        & is_complete(start)
        & is_complete(end)
        & ((date != "") | (not_before != "") | (not_after != ""))
    )
    return code.map(_TERMS).astype(date.dtype).fillna("").where(known, "")
