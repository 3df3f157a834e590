"""Check: what goes on after an event that ends it."""

from dataclasses import dataclass
from datetime import date as date_of

import numpy as np

from onespec.engine.columns import combinations, concat
from onespec.engine.contract import DateName, Report, Selection
from onespec.engine.groups import first_of
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import day_number, first_day, last_day


@dataclass(kw_only=True)
class Ends(Selection):
    """The events, and their date."""

    date: DateName


@check(
    "No {date} of {source} is more than {days} days after the subject's first {event.date} of {event}.",
    reports=("CHECK-AFTER",),
)
def not_after_event(
    source: Selection, date: DateName, event: Ends, meaning: str, report: Report, days: float = 0
) -> None:
    """A query for the subject's first record whose every possible day is so long after every possible day of the event.

    ``meaning`` says in the message what the event is.  Blanks are not looked at.

    Example::

        - not_after_event:
            from: EX
            date: EXSTDTC
            event: {from: RS, where: {RSSTRESC: PD}, date: RSDTC}
            meaning: progression

        RS | USUBJID | RSSTRESC | RSDTC
           | 1       | SD       | 2021-03-01
           | 1       | PD       | 2021-05-03
           | 1       | PD       | 2021-07-05

        EX | USUBJID | EXSTDTC
           | 1       | 2021-05-03
           | 1       | 2021-05-24
           | 1       | 2021-06-14
           | 2       | 2021-05-24

        QUERY CHECK-AFTER, subject 1, 2021-05-24: EX.EXSTDTC is after the progression, 2021-05-03.
    """
    dates, subjects = source.frame[date], concat([source.subject, event.subject])
    group, first = combinations([subjects])
    own, theirs = group[: len(dates)], group[len(dates) :]
    ended = day_number(last_day(event.frame[event.date]))
    limits = ended.take(first_of(theirs, len(first), ended, keep=ended.notna()))
    begun = day_number(first_day(dates))
    late = first_of(own, len(first), begun, keep=begun - limits.take(own) > days)
    for row in np.sort(late[late >= 0]):
        day = date_of.fromordinal(int(limits[int(own[row])]))
        report.query(
            "CHECK-AFTER",
            f"{source.name}.{date} is after the {meaning}, {day.isoformat()}.",
            "Ask the site which date is right, and for the reason of the deviation.",
            [row],
            dates,
        )
