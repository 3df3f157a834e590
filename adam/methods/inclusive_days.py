"""How many days something lasted (OCCDS, ADURN): of dates that may contradict each other."""

from __future__ import annotations

from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("{end} - {start} + 1, in days; missing when either date is missing, or {end} is before {start}.")
def inclusive_days(start: Amount, end: Amount) -> Column:
    """Whole days from 1.

    Unlike `duration` it asks nothing: for dates as collected, which the edit checks ask about where they are collected.

    Example::

        ADURN: {derived: inclusive_days, with: {start: ASTDT, end: AENDT}}

        ADAE | ASTDT      | AENDT      | ADURN
             | 2025-08-04 | 2025-08-04 | 1
             | 2025-08-04 | 2025-08-13 | 10
             | 2025-08-04 |            |
             | 2025-08-04 | 2025-08-02 |
    """
    days = end - start + 1
    return days.where(days > 0)
