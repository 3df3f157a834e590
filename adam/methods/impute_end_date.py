"""When something ended of which only a part of the date is known: bounded imputation (ADaMIG 1.3, section 3.1.3)."""

from __future__ import annotations

from onespec.adam.methods._bounded import window
from onespec.engine.contract import Column, Date
from onespec.engine.kinds import Number
from onespec.engine.registry import method


@method(
    """The date part of {date} as a SAS date (days since 1960-01-01). Where {date} lacks the day or the month, it is
the last day that it may be, not after the earliest of {not_after}; of these one that is known in part counts with its
last day, and one that lies before all days that {date} may be does not count. Missing where {date} is blank.""",
    imputes=True,
)
def impute_end_date(date: Date, not_after: list[Column]) -> Column:
    """A SAS date.  ``not_after`` are death and the data cut, say: SAS dates or dates of ISO 8601.

    Example::

        AENDT: {derived: impute_end_date, with: {date: AEENDTC, not_after: [DTHDT]}}

        ADAE | AEENDTC          | DTHDT      | AENDT
             | 2025-08-04T09:30 |            | 2025-08-04
             | 2025-09          |            | 2025-09-30
             | 2025-09          | 2025-09-12 | 2025-09-12
             | 2025             | 2026-02-01 | 2025-12-31
             | 2025-09          | 2025-08-31 | 2025-09-30
             | 2025-09-13       | 2025-09-12 | 2025-09-13
             |                  | 2025-09-12 |
    """
    _, last = window(date, not_after)
    return Number(last).where(date.notna())
