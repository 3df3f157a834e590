"""How a date that is not fully known lies to the reference period (SDTMIG 3.4, section 4.4.7, --STRF and --ENRF)."""

import numpy as np

from onespec.engine.columns import Text, blank, blanks, text
from onespec.engine.contract import Column, Date
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import DAY, first_day, is_complete, last_day

_LAST = "9999-12-31"
# of the days before the period (4), in it (2) and after it (1)
_TERMS = ["", "AFTER", "DURING", "DURING/AFTER", "BEFORE", "", "BEFORE/DURING", "UNKNOWN"]


@method(
    "How the days that {date} may stand for lie to the period from {start} to {end}, both days included: BEFORE, "
    "DURING or AFTER when all of them do, BEFORE/DURING or DURING/AFTER when they reach into two of these, UNKNOWN "
    "when they reach from before the period to after it. Days before the first one of {not_before} do not count. Days "
    "after the last one of {not_after} do not count. Blank where {date} is complete to the day, where no date bounds "
    "the days, and where {start} or {end} is not complete to the day. Blank where {told} is filled, which tells it "
    "already."
)
def relative_to_period(
    date: Date,
    start: Date,
    end: Date,
    not_before: Column | None = None,
    not_after: Column | None = None,
    told: Column | None = None,
) -> Column:
    """Character, terms of the codelist Relation to Reference Period (C66728).

    ``not_before`` bounds the end of what has begun on a date, ``not_after`` the start of what has ended on one; a bound
    that contradicts a partial ``date`` does not count.  ``told`` is what was collected in the place of the date
    (--ENRTPT, say).

    Example::

        CMSTRF: {derived: relative_to_period, with: {date: CMSTDTC, start: DM.RFSTDTC, end: DM.RFENDTC}}

        CM | CMSTDTC    | DM.RFSTDTC | DM.RFENDTC | CMSTRF
           | 2020       | 2021-01-05 | 2021-02-20 | BEFORE
           | 2021-01    | 2021-01-05 | 2021-02-20 | BEFORE/DURING
           | 2021       | 2021-01-05 | 2021-02-20 | UNKNOWN
           | 2021-01-04 | 2021-01-05 | 2021-02-20 |
    """
    none = blanks(len(date))
    rows = np.flatnonzero(~is_complete(date) & (told is None or blank(told)))
    given = (none if column is None else column for column in (date, start, end, not_before, not_after))
    return none.put(rows, _relation(*(column.take(rows) for column in given)))


def _relation(date: Column, start: Column, end: Column, not_before: Column, not_after: Column) -> Text:
    """How the days of dates that are not complete lie to the period."""
    first, last = first_day(date), last_day(date).mask(date == "", _LAST)
    lowest, highest = first_day(not_before).str[:DAY], last_day(not_after).str[:DAY].mask(not_after == "", _LAST)
    first, last = (
        first.mask((lowest > first) & (lowest <= last), lowest),
        last.mask((highest < last) & (highest >= first), highest),
    )
    begun, ended = start.str[:DAY], end.str[:DAY]
    reached = 4 * (first < begun) + 2 * ((first <= ended) & (last >= begun)) + (last > ended)
    bounded = (date != "") | (not_before != "") | (not_after != "")
    return text(_TERMS).take(reached).where(bounded & is_complete(start) & is_complete(end))
