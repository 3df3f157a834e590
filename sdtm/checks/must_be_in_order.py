"""Check: dates against the order of visits."""

import numpy as np

from onespec.engine.columns import as_number, as_text, blank, blanks, position_in, text
from onespec.engine.contract import DateName, Name, Report, Selection, Table
from onespec.engine.registry import check
from onespec.sdtm.checks._pairs import latest_before
from onespec.sdtm.methods._iso import day_number, first_day, last_day


@check(
    "The {date} of each record of {source} is not before that of a record of the subject with a lower {number}. Of a "
    "{schedule} only visits ({shown}) with a VISITDY count, and those that it counts from another visit (WINDOW_FROM) "
    "are not compared with the others.",
    reports=("CHECK-ORDER",),
)
def must_be_in_order(
    source: Selection, number: Name, date: DateName, shown: Name, report: Report, schedule: Table | None = None
) -> None:
    """A query for each record whose every possible day is before all possible days of one with a lower number.

    Two records may have one day.  ``shown`` is the column that the message names both by.  ``schedule``: cycles that
    are put off one after the other are overtaken by assessments that are planned from the first dose.

    Example::

        - must_be_in_order: {from: SV, number: VISITNUM, date: SVSTDTC, shown: VISIT}

        SV | USUBJID | VISITNUM | VISIT  | SVSTDTC
           | 1       | 2        | WEEK 2 | 2021-01-18
           | 1       | 1        | WEEK 1 | 2021-01-20
           | 2       | 1        | WEEK 1 | 2021-01
           | 2       | 2        | WEEK 2 | 2021-01-18

        QUERY CHECK-ORDER, subject 1, 2021-01-18: WEEK 2 on 2021-01-18 is before WEEK 1 on 2021-01-20.
    """
    frame, dates, names = source.frame, source.frame[date], as_text(source.frame[shown])
    place = as_number(frame[number]).array
    soonest, latest = day_number(first_day(dates)).array, day_number(last_day(dates)).array
    keep, series = ~np.isnan(place) & ~np.isnan(soonest), blanks(len(names))
    if schedule is not None:
        row = position_in(names, schedule["VISIT"])
        keep &= ~blank(schedule["VISITDY"].take(row))
        if "WINDOW_FROM" in schedule:
            series = text(np.where(blank(schedule["WINDOW_FROM"].take(row)), "", "from another visit"))
    later, earlier = latest_before([source.subject, series], place, soonest, keep)
    wrong = (latest[later] < soonest[earlier]) & (place[earlier] < place[later])
    for row, other in sorted(zip(later[wrong], earlier[wrong], strict=True)):
        report.query(
            "CHECK-ORDER",
            f"{names[row]} on {dates[row]} is before {names[other]} on {dates[other]}.",
            "Ask the site which date is right.",
            [row],
            dates,
            against=np.array([other]),
        )
