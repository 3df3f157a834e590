"""The day of an analysis date (ADaMIG 1.3, ADY)."""

from __future__ import annotations

from onespec.engine.contract import Amount, Column
from onespec.engine.days import study_day
from onespec.engine.registry import method


@method("""{date} minus {reference} in days, plus 1 when {date} is on or after {reference}; there is no day 0. Missing
when either is missing.""")
def analysis_day(date: Amount, reference: Amount) -> Column:
    """Whole days; both dates are SAS dates.

    Example::

        ADY: {derived: analysis_day, with: {date: ADT, reference: TRTSDT}}

        ADRS | ADT        | TRTSDT     | ADY
             | 2025-08-05 | 2025-08-04 | 2
             | 2025-08-03 | 2025-08-04 | -1
             |            | 2025-08-04 |
    """
    return study_day(date, reference)
