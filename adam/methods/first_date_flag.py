"""Which part of a subject's earliest date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import complete, days, first_day
from onespec.adam.methods._flags import day_imputed
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""D when the earliest {date} of the subject, a missing day read as the first day of its month, lacks the day
and no complete {date} is equal to it; blank otherwise. Dates after {until} do not count.""")
def first_date_flag(date: Many, until: str = "") -> PerGroup:
    """D or blank.

    Example::

        TRTSDTF: {derived: first_date_flag, with: {date: EX.EXSTDTC, until: 2025-12-31}}

        EX | USUBJID | EXSTDTC
           | 1       | 2025-08-04
           | 1       | 2025-09
           | 2       | 2025-09
           | 3       | 2025-09
           | 3       | 2025-09-01

        ADSL | USUBJID | TRTSDTF
             | 1       |
             | 2       | D
             | 3       |
    """
    known, whole = days(date.column, first_day), days(date.column)
    if until:
        known, whole = (column.where(column <= complete(until)) for column in (known, whole))
    earliest, exact = date.least(known), date.least(whole)
    return day_imputed(earliest.notna() & (earliest != exact))
