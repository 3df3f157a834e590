"""Which part of the latest certain date up to another date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import days, first_day, in_bounds
from onespec.adam.methods._flags import day_imputed
from onespec.engine.contract import Column, Group, Many, PerGroup
from onespec.engine.registry import method


@method("""D when the latest {date} of the subject that is not after {until}, a missing day read as the first day of its
month, lacks the day and no complete {date} is equal to it; blank otherwise. Dates after {end} do not count.""")
def last_certain_date_until_flag(
    date: Many, until: str, end: Column | None = None, group: Group | None = None
) -> PerGroup:
    known, whole = days(date.column, first_day), days(date.column)
    latest, exact = (date.greatest(in_bounds(column, date, until, end, group)) for column in (known, whole))
    return day_imputed(latest.notna() & (latest != exact))
