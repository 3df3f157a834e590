"""Which part of the latest certain date up to another date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import bounds, days, first_day, up_to
from onespec.adam.methods._flags import day_imputed
from onespec.engine.contract import Column, Group, Many, PerGroup
from onespec.engine.registry import method


@method("""D when the latest {date} of the subject that is not after {until}, a missing day read as the first day of its
month, lacks the day and no complete {date} is equal to it; blank otherwise. Dates after {end} do not count.""")
def last_certain_date_until_flag(
    date: Many, until: str, end: Column | None = None, group: Group | None = None
) -> PerGroup:
    """D or blank.

    Example::

        LSTALVF: {derived: last_certain_date_until_flag, with: {date: VS.VSDTC, until: 2025-12-31}}

        VS | USUBJID | VSDTC
           | 1       | 2025-08-04
           | 1       | 2025-09
           | 2       | 2025-09
           | 2       | 2025-09-15

        ADSL | USUBJID | LSTALVF
             | 1       | D
             | 2       |
    """
    known, whole = days(date.column, first_day), days(date.column)
    last = bounds(date, until, end, group)
    latest, exact = (date.greatest(up_to(column, last)) for column in (known, whole))
    return day_imputed(latest.notna() & (latest != exact))
