"""Which part of a subject's earliest date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import days, first_day
from onespec.engine.columns import Many, PerGroup, text
from onespec.engine.registry import method


@method("""D when the earliest {date} of the subject, a missing day read as the first day of its month, lacks the day and no
complete {date} is equal to it; blank otherwise.""")
def first_date_flag(date: Many) -> PerGroup:
    earliest, complete = (days(date, *read).groupby(level=0).min() for read in ((first_day,), ()))
    return text((earliest.notna() & (earliest != complete)).map({True: "D", False: ""}))
