"""Check: visits outside their windows."""

from dataclasses import dataclass
from datetime import date as day

import numpy as np

from onespec.engine.columns import Number, Text, as_number, as_text, number, position_in, positions_in, repeated, text
from onespec.engine.contract import Bundle, DateName, DatePerSubject, Name, Report, Selection, Table
from onespec.engine.days import days_after
from onespec.engine.frames import Frame
from onespec.engine.registry import check
from onespec.sdtm.methods._iso import day_number, first_day, is_complete, last_day


@dataclass(frozen=True)
class PlannedDay(Bundle):
    """The columns of a visit and of its date."""

    visit: Name
    date: DateName


@dataclass(frozen=True)
class Outside(Bundle):
    """How far outside its window a visit is told of: more than ``beyond`` days, and ``up_to`` days at most (any).

    Two checks may share the visits: one up to a week, say, and one beyond it.
    """

    beyond: float = 0
    up_to: float | None = None


@check(
    "{date} of each visit of {source} lies in the window that the table {schedule} gives its {visit}: from "
    "WINDOW_BEFORE days before to WINDOW_AFTER days after the planned day (blank: open on that side), and as many days "
    "later as DELAY_ALLOWED says. The planned day is VISITDY, counted from {first} of "
    "the subject (day 1; there is no day 0), or as many days after the visit WINDOW_FROM of the subject as the "
    "VISITDY of both lie apart; when that visit has no date, after the one from which it is counted itself. A visit "
    "that is no more than {beyond} days outside, or more than {up_to} days, is not told.",
    reports=("CHECK-WINDOW",),
)
def in_window(
    source: Selection, planned: PlannedDay, first: DatePerSubject, schedule: Table, outside: Outside, report: Report
) -> None:
    """A query for each visit of a subject whose every possible day is outside its window, naming visit, date, window.

    ``schedule`` has the columns VISIT, VISITDY, WINDOW_BEFORE, WINDOW_AFTER (days); if visits are counted from one
    another, WINDOW_FROM (blank: from ``first``); and if the protocol allows a visit to be put off beyond its window
    (a cycle until the counts have recovered, say), DELAY_ALLOWED (days; blank: none).
    Visits without VISITDY or window, visits that the schedule does not list, and those of a subject without ``first``
    complete to the day are not looked at.  Raises `ValueError` for days that are no numbers, and a WINDOW_FROM that
    is no visit of the schedule.

    Example::

        - in_window: {from: SV, visit: VISIT, date: SVSTDTC, first: DM.RFXSTDTC, schedule: visits}

        visits | VISIT  | VISITDY | WINDOW_BEFORE | WINDOW_AFTER
               | WEEK 1 | 8       | 2             | 2

        SV | VISIT  | SVSTDTC    | DM.RFXSTDTC
           | WEEK 1 | 2021-01-14 | 2021-01-05
           | WEEK 1 | 2021-01-15 | 2021-01-05

        QUERY CHECK-WINDOW, subject 2, 2021-01-15: The visit WEEK 1 on 2021-01-15 is outside its window, 2021-01-10 to
          2021-01-14 (counted from day 1).
    """
    names, dates, starts = as_text(source.frame[planned.visit]), source.frame[planned.date], first.of(source.subject)
    table = schedule.take(schedule.first_of("VISIT"))
    counted_from = _counted_from(table)
    offset = days_after(_days(table, "VISITDY"))  # after the day of the first dose
    row = position_in(names, table["VISIT"])
    anchor, base, counted = counted_from.take(row), number(np.nan, len(names)), np.full(len(names), -1)
    held = np.flatnonzero(is_complete(dates))
    there, days = [source.subject.take(held), names.take(held)], day_number(dates).take(held)
    for _ in range(len(table)):  # a chain of visits is no longer than the schedule
        open_ = base.isna() & (anchor != "")
        if not open_.any():
            break
        at = position_in(anchor, table["VISIT"])
        found = positions_in([source.subject, anchor], there)
        base = base.where(~open_, days.take(found) - offset.take(at))
        counted = np.where(open_ & (found >= 0), held[found] if len(held) else -1, counted)
        anchor = anchor.where(base.notna() | ~open_, counted_from.take(at))
    base = base.where(anchor != "", day_number(starts))
    due = base + offset.take(row)
    before, after = (_days(table, side).take(row) for side in ("WINDOW_BEFORE", "WINDOW_AFTER"))
    low, high = due - before, due + after + _days(table, "DELAY_ALLOWED").fillna(0).take(row)
    late, early = day_number(first_day(dates)) - high, low - day_number(last_day(dates))
    told = np.zeros(len(dates), bool)
    for days in (late, early):
        told |= (days > outside.beyond) & (days <= (np.inf if outside.up_to is None else outside.up_to))
    rows = np.flatnonzero(is_complete(starts) & (dates != "") & told)
    for row in rows[~repeated(source.subject.take(rows), names.take(rows))]:
        report.query(
            "CHECK-WINDOW",
            f"The visit {names[row]} on {dates[row]} is outside its window, {_window(low[row], high[row])} "
            f"(counted from {anchor[row] or 'day 1'}).",
            "Ask the site whether the date is right, and for the reason of the deviation.",
            [row],
            dates,
            against=counted[[row]] if anchor[row] else first,
        )


def _counted_from(table: Frame) -> Text:
    """The visit that each visit of the schedule is counted from; blank: from the first day."""
    if "WINDOW_FROM" not in table:
        return text("", len(table))
    named = table["WINDOW_FROM"]
    if lost := sorted({*named} - {"", *table["VISIT"]}):
        raise ValueError(f"WINDOW_FROM is {lost[0]}, which is no VISIT of the table")
    return named


def _days(table: Frame, column: str) -> Number:
    """A column of days; missing where it is blank, or not in the table."""
    if column not in table:
        return number(np.nan, len(table))
    days = as_number(table[column])
    wrong = days.isna() & table[column].str.strip().notna()
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        raise ValueError(f"{column} of {table['VISIT'][at]} is {table[column][at]!r}, which is no number of days")
    return days


def _window(low: float, high: float) -> str:
    """The days of a window, of which one side may be open."""
    first, last = ("" if np.isnan(bound) else day.fromordinal(int(bound)).isoformat() for bound in (low, high))
    if first and last:
        return f"{first} to {last}"
    return f"not before {first}" if first else f"not after {last}"
