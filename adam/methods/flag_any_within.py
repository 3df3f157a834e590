"""Has the subject a record between two dates?"""

from __future__ import annotations

from onespec.adam.methods._dates import complete, days, earliest_possible, last_day, latest_possible
from onespec.adam.methods._flags import yes_no_unknown
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("""Y when the subject has a record whose {date} is on or after {start} and not after {until}; a {date} that
lacks the day is read as the last day of its month. Otherwise blank when a record may be: its {date} lacks the day or
the month or is missing, or {start} is missing. Otherwise N.""")
def flag_any_within(date: Many, start: Column, until: str, group: Group) -> Column:
    """Y, N or blank.

    Example::

        ONTRTFL: {derived: flag_any_within, with: {date: AE.AESTDTC, start: TRTSDT, until: 2025-12-31}}

        AE | USUBJID | AESTDTC
           | 1       | 2025-08-04
           | 2       | 2025-08-03
           | 3       | 2025-08
           | 4       | 2025

        ADSL | USUBJID | TRTSDT     | ONTRTFL
             | 1       | 2025-08-04 | Y
             | 2       | 2025-08-04 | N
             | 3       | 2025-08-04 | Y
             | 4       | 2025-08-04 |
    """
    known, earliest, latest = (days(date.column, read) for read in (last_day, earliest_possible, latest_possible))
    end = complete(until)
    counted = date.greatest(known.where(known <= end))[group]
    possible = date.greatest(latest.where(earliest <= end))[group]  # infinity: without a date
    return yes_no_unknown(counted >= start, (possible >= start) | (possible.notna() & start.isna()))
