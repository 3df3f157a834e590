"""Which part of a subject's latest date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import days, last_day
from onespec.adam.methods._flags import day_imputed
from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("""D when the latest {date} of the subject, a missing day read as the last day of its month, lacks the day and
no complete {date} is equal to it; blank otherwise.""")
def last_date_flag(date: Many) -> PerGroup:
    """D or blank.

    Example::

        TRTEDTF: {derived: last_date_flag, with: {date: EX.EXENDTC}}

        EX | USUBJID | EXENDTC
           | 1       | 2025-08
           | 1       | 2025-09-30
           | 2       | 2025-09

        ADSL | USUBJID | TRTEDTF
             | 1       |
             | 2       | D
    """
    latest, exact = date.greatest(days(date.column, last_day)), date.greatest(days(date.column))
    return day_imputed(latest.notna() & (latest != exact))
