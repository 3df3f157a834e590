"""Which part of a subject's latest date up to a date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import begins, bounds, complete, days, last_day, up_to
from onespec.adam.methods._flags import day_imputed
from onespec.engine.contract import Column, Group, Many, PerGroup
from onespec.engine.registry import method


@method("""D when the latest {date} of the subject that is not after {until}, a missing day read as the last day of its
month that counts, lacks the day and no complete {date} is equal to it; blank otherwise. Dates after {end} do not count.
A later date of a record with its {start} up to the last day that counts is read as that day.""")
def last_date_until_flag(
    date: Many, until: str, end: Column | None = None, group: Group | None = None, start: Many | None = None
) -> PerGroup:
    """D or blank.

    Example::

        TRTEDTF: {derived: last_date_until_flag, with: {date: EX.EXENDTC, until: 2025-12-31}}

        EX | USUBJID | EXENDTC
           | 1       | 2025-09
           | 2       | 2025-09
           | 2       | 2025-09-30

        ADSL | USUBJID | TRTEDTF
             | 1       | D
             | 2       |
    """
    last, first = bounds(date, until, end, group), begins(date, start)
    known, whole = (up_to(days(date.column, read), last, first) for read in (last_day, complete))
    latest, exact = date.greatest(known), date.greatest(whole)
    return day_imputed(latest.notna() & (latest != exact))
