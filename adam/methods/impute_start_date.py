"""When something began of which only a part of the date is known: bounded imputation (ADaMIG 1.3, section 3.1.3)."""

from __future__ import annotations

from onespec.adam.methods._bounded import start_in, window
from onespec.engine.contract import Amount, Column, Date
from onespec.engine.kinds import Number
from onespec.engine.registry import method


@method(
    """The date part of {date} as a SAS date (days since 1960-01-01). Where {date} lacks the day or the month, it is
{reference} if {date} may be that day, otherwise the first day that it may be. It is not after the earliest of
{not_after}; of these one that is known in part counts with its last day, and one that lies before all days that {date}
may be does not count. Missing where {date} is blank.""",
    imputes=True,
)
def impute_start_date(date: Date, reference: Amount, not_after: list[Column]) -> Column:
    """A SAS date.

    ``reference`` is the first dose, say: what may have begun with it is not left before it.  ``not_after`` are what
    ends the time in which it began: its own end, death, the data cut; SAS dates or dates of ISO 8601.

    Example::

        ASTDT: {derived: impute_start_date, with: {date: CMSTDTC, reference: TRTSDT, not_after: [CMENDTC, DTHDT]}}

        ADCM | CMSTDTC          | TRTSDT     | CMENDTC    | DTHDT      | ASTDT
             | 2025-08-01T09:30 | 2025-08-06 |            |            | 2025-08-01
             | 2025-08          | 2025-08-06 | 2025-09-01 |            | 2025-08-06
             | 2025-08          | 2025-08-06 | 2025-08-04 |            | 2025-08-01
             | 2025-08          | 2025-08-06 |            | 2025-08-03 | 2025-08-01
             | 2025             | 2025-08-06 | 2025-09    |            | 2025-08-06
             | 2025-09          | 2025-08-06 |            |            | 2025-09-01
             |                  | 2025-08-06 |            |            |
    """
    low, high = window(date, not_after)
    return Number(start_in(low, high, reference)).where(date.notna())
