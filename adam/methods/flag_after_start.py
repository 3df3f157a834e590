"""Does it lie after the start? The other side of --LOBXFL (SDTMIG 3.4): what is not before the first dose."""

from __future__ import annotations

import numpy as np

from onespec.adam.methods._flags import yes_no_unknown
from onespec.engine.contract import Column, Date
from onespec.engine.days import first_day, last_day
from onespec.engine.registry import method

_DAY = 10  # characters of a date that is complete to the day


@method("""Y when {date} is after {start}, N when it is before it. Times of day count only where both have one, and the
same time is after; otherwise the day of {start} itself is before it. A partial {date} is after, or before, when all
days that it may stand for are after, or before, the day of {start}. Blank where the dates leave it open, or one is
blank or {start} not complete to the day.""")
def flag_after_start(date: Date, start: Date) -> Column:
    """Y, N or blank; both dates are ISO 8601.

    Example::

        AFTERFL:
          {label: After Start, type: text, derived: flag_after_start, with: {date: LB.LBDTC, start: DM.RFXSTDTC}}

        ADLB | LB.LBDTC         | DM.RFXSTDTC      | AFTERFL
             | 2025-08-03       | 2025-08-04T09:00 | N
             | 2025-08-04       | 2025-08-04T09:00 | N
             | 2025-08-04T08:59 | 2025-08-04T09:00 | N
             | 2025-08-04T09:00 | 2025-08-04T09:00 | Y
             | 2025-08-05       | 2025-08-04T09:00 | Y
             | 2025-08          | 2025-08-04T09:00 |
             | 2025-09          | 2025-08-04T09:00 | Y
    """
    day = start.str[:_DAY]
    timed = (date.str.len() > _DAY) & (start.str.len() > _DAY)
    known = (date != "") & (start.str.len() >= _DAY)
    first, last = date.each(first_day).str[:_DAY], date.each(last_day).str[:_DAY]
    same = (first == day) & (last == day)
    after = known & ((first > day) | (same & timed & (date >= start)))
    before = known & ((last < day) | (same & ~after))
    return yes_no_unknown(after, np.asarray(~(after | before)))
