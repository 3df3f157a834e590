"""Check: visits outside their windows."""

from datetime import date as day

import numpy as np

from onespec.engine.columns import as_number, as_text, blanks, number, position_in, positions_in
from onespec.engine.contract import Name, PerSubject, Report, Selection, Table
from onespec.engine.days import days_after
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import day_number, first_day, is_complete, last_day


@check(
    "{date} of each visit of {source} lies in the window that the table {schedule} gives its {visit}: from "
    "WINDOW_BEFORE days before to WINDOW_AFTER days after the planned day. That is VISITDY, counted from {first} of "
    "the subject (day 1; there is no day 0), or as many days after the visit WINDOW_FROM of the subject as the "
    "VISITDY of both lie apart; when that visit has no date, after the one from which it is counted itself.",
    reports=("CHECK-WINDOW",),
)
def in_window(source: Selection, visit: Name, date: Name, first: PerSubject, schedule: Table, report: Report) -> None:
    """A query for each visit whose every possible day is outside its window, naming visit, date and window.

    ``schedule`` has the columns VISIT, VISITDY, WINDOW_BEFORE, WINDOW_AFTER (days) and, if visits are counted from one
    another, WINDOW_FROM (blank: from ``first``).  Visits without VISITDY or window, visits that the schedule does not
    list, and those of a subject without ``first`` complete to the day are not looked at.
    """
    names, dates, starts = as_text(source.frame[visit]), source.frame[date], first.of(source.subject)
    table = schedule.take(schedule.first_of("VISIT"))
    counted_from = table["WINDOW_FROM"] if "WINDOW_FROM" in table else blanks(len(table))
    offset = days_after(as_number(table["VISITDY"]))  # after the day of the first dose
    row = position_in(names, table["VISIT"])
    anchor, base = counted_from.take(row), number(np.nan, len(names))
    held = np.flatnonzero(is_complete(dates))
    there, days = [source.subject.take(held), names.take(held)], day_number(dates).take(held)
    for _ in range(len(table)):  # a chain of visits is no longer than the schedule
        open_ = base.isna() & (anchor != "")
        if not open_.any():
            break
        at = position_in(anchor, table["VISIT"])
        base = base.where(~open_, days.take(positions_in([source.subject, anchor], there)) - offset.take(at))
        anchor = anchor.where(base.notna() | ~open_, counted_from.take(at))
    base = base.where(anchor != "", day_number(starts))
    due = base + offset.take(row)
    low, high = (
        due + sign * as_number(table[column]).take(row) for sign, column in ((-1, "WINDOW_BEFORE"), (1, "WINDOW_AFTER"))
    )
    late, early = day_number(first_day(dates)) > high, day_number(last_day(dates)) < low
    for row in np.flatnonzero(is_complete(starts) & (dates != "") & (late | early)):
        window = " to ".join(day.fromordinal(int(bound[row])).isoformat() for bound in (low, high))
        report.query(
            "CHECK-WINDOW",
            f"The visit {names[row]} on {dates[row]} is outside its window, {window} "
            f"(counted from {anchor[row] or 'day 1'}).",
            "Ask the site whether the date is right, and for the reason of the deviation.",
            [row],
            dates,
        )
