"""Has the subject a record up to a date?"""

from __future__ import annotations

from onespec.adam.methods._dates import days, earliest_possible, first_day
from onespec.adam.methods._flags import yes_no_unknown
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("""Y when the subject has a record whose {date} is on or before {end}; a {date} that lacks the day is read as
the first day of its month. Otherwise blank when a record may be: its {date} has no month or is missing, or {end} is
missing. Otherwise N.""")
def flag_any_until(date: Many, end: Column, group: Group) -> Column:
    """Y, N or blank.

    Example::

        EARLYFL: {derived: flag_any_until, with: {date: AE.AESTDTC, end: EOSDT}}

        AE | USUBJID | AESTDTC
           | 1       | 2025-08-30
           | 2       | 2025-09-01
           | 3       | 2025

        ADSL | USUBJID | EOSDT      | EARLYFL
             | 1       | 2025-08-31 | Y
             | 2       | 2025-08-31 | N
             | 3       | 2025-08-31 |
             | 4       | 2025-08-31 | N
    """
    known, possible = (date.least(days(date.column, read)) for read in (first_day, earliest_possible))
    return yes_no_unknown(known[group] <= end, (possible[group] <= end) | (possible[group].notna() & end.isna()))
