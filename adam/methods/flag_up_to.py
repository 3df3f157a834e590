"""Is the date reached?"""

from __future__ import annotations

from onespec.adam.methods._dates import complete, days, earliest_possible, latest_possible
from onespec.adam.methods._flags import yes_no_unknown
from onespec.engine.columns import blank
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("""Y when {date} is on or before {until}, whatever is unknown of it; blank when it may be, as it lacks the day
or the month; N otherwise. Blank, too, when there is no {date} and {occurred} is Y.""")
def flag_up_to(date: Column, until: str, occurred: Column | None = None) -> Column:
    """Y, N or blank.

    Example::

        DTHFL: {derived: flag_up_to, with: {date: DM.DTHDTC, until: 2025-12-31, occurred: DM.DTHFL}}

        ADSL | DM.DTHDTC  | DM.DTHFL | DTHFL
             | 2025-08-20 | Y        | Y
             | 2026-01-02 | Y        | N
             |            | Y        |
             |            |          | N
    """
    earliest, latest, end = days(date, earliest_possible), days(date, latest_possible), complete(until)
    there = ~blank(date)
    undated = ~there & (occurred == "Y") if occurred is not None else ~there & False
    return yes_no_unknown(there & (latest <= end), there & (earliest <= end) | undated)
