"""Visit number (SDTMIG 3.4, section 4.4.5)."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import (
    Number,
    as_number,
    blank,
    blanks,
    combinations,
    concat,
    in_order,
    missing_last,
    number,
    position_in,
    repeated,
)
from onespec.engine.contract import Column, Group, Many, Report, Table, Usual
from onespec.engine.frames import Frame
from onespec.engine.groups import highest_so_far, nth_of
from onespec.engine.once import once
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import DAY, day_number, is_complete, last_day
from onespec.sdtm.methods._visits import Register
from onespec.sdtm.methods.first_filled import first_filled

_NEVER = "9999-12-31"  # after every other visit
_DAYS = 1 << 22  # more than there are days until then
_FINEST = 7  # decimals of a number between two of the schedule


@method(
    "VISITNUM of {schedule} for the visit in {visit}. A visit without a VISITNUM there is "
    "unscheduled: the highest number of the subject's scheduled visits in {visits} whose {dates} is on or before its "
    "own {dates} (0 without one), plus 0.01 for the first unscheduled visit after it, 0.02 for the second and so on, "
    "in ascending order of {dates}, those of one day in the order of their rows; in steps of 0.001 where those of 0.01 "
    "would reach the next number of {schedule}, and so on. A partial date counts as the last day that it may stand "
    "for; an unscheduled visit without a date comes last; both are asked about. Of several unscheduled visits of one "
    "name, the one nearest to {date}, of two equally near the earlier; no number without a complete {date}. An "
    "unscheduled visit that does not stand in {visits} has no number.",
    reports=("VISIT-DATE", "VISIT-SEVERAL", "VISIT-UNPLACED"),
)
def visit_number(
    visit: list[Column],
    schedule: Table,
    register: Register,
    group: Group,
    report: Report,
    date: Annotated[Column | None, Usual(("--DTC", "--STDTC"))] = None,
) -> Column:
    """Number, with two decimals for unscheduled visits; blank without a visit.

    ``visit`` is the collected name of the visit (one field a form) and ``date`` the date of the record, its
    --DTC or --STDTC when left out; ``schedule``
    has the columns VISIT and VISITNUM.  An unscheduled visit whose date in the register is not complete has an
    uncertain place in the order, one that is not there has none, and of several with its name a record without a date
    has none: each is reported once a visit.

    Example::

        VISITNUM:
          derived: visit_number
          with: {visit: [vitals.VISIT], schedule: visits, visits: visit_dates.VISIT, dates: visit_dates.DATE}

        visits | VISIT     | VISITNUM
               | SCREENING | 1
               | WEEK 1    | 2

        visit_dates | USUBJID | VISIT       | DATE
                    | 1       | SCREENING   | 2021-01-04
                    | 1       | EXTRA VISIT | 2021-01-06
                    | 1       | WEEK 1      | 2021-01-11

        VS | USUBJID | vitals.VISIT | VSDTC      | VISITNUM
           | 1       | SCREENING    | 2021-01-04 | 1
           | 1       | EXTRA VISIT  | 2021-01-06 | 1.01
           | 1       | WEEK 1       | 2021-01-11 | 2
    """
    name = first_filled(visit)
    day = blanks(len(name)) if date is None else date.str[:DAY].where(is_complete(date))
    placed = _register(register.visits, register.dates, schedule)
    codes, first = combinations([group, name, day])
    own = Frame({"group": number(group[first]), "visit": name.take(first), "day": day.take(first)})
    out = _planned(own["visit"], schedule)
    at, several = _found(own, placed)
    unscheduled = blank(out) & ~blank(own["visit"])
    out = out.mask(unscheduled, placed["number"].take(at))
    once_a_visit = ~repeated(own["group"], own["visit"], number(at))
    report.query(
        "VISIT-DATE",
        "The date of the unscheduled visit is not complete in the register of visits; "
        "its number takes it for the last possible day.",
        "Ask the site for the date of the visit.",
        first[unscheduled & once_a_visit & (placed["unsure"].take(at) == 1)],
        name,
    )
    report.query(
        "VISIT-SEVERAL",
        "Several unscheduled visits of this name stand in the register of visits, and the record has no complete date "
        "that tells which; it has no visit number.",
        "Ask the site for the date of the record; where it has one, name it in the specification (date).",
        first[unscheduled & once_a_visit & several],
        name,
    )
    report.query(
        "VISIT-UNPLACED",
        "The unscheduled visit does not stand in the register of visits, so its records have no visit number.",
        "Enter the visit and its date in the register of visits.",
        first[unscheduled & once_a_visit & (at < 0) & ~several],
        name,
    )
    return out.take(codes)


@once
def _register(visits: Many, dates: Many, schedule: Table) -> Frame:
    """The unscheduled visits that took place, with their numbers, and whether their place is not sure."""
    planned = _planned(visits.column, schedule)
    register = Frame({"group": number(visits.group), "visit": visits.column, "date": dates.column, "number": planned})
    register = register.take(~blank(visits.column) & (~blank(dates.column) | blank(planned)))
    return _placed(register, schedule)


def _planned(visit: Column, schedule: Table) -> Number:
    """The number that the schedule gives a visit."""
    planned = schedule.take(schedule["VISITNUM"] != "")
    return as_number(planned["VISITNUM"]).take(position_in(visit, planned["VISIT"]))


def _found(own: Frame, placed: Frame) -> tuple[np.ndarray, np.ndarray]:
    """The row of each visit among the unscheduled ones, -1 without one; and where several cannot be told apart.

    Of several of one name it is the one nearest to the day.
    """
    n = len(own)
    names, _ = combinations([concat([own[c], placed[c]]) for c in ("group", "visit")])
    place = names[n:] * _DAYS + placed["day"].array.astype(np.int64)
    order = np.argsort(place, kind="stable")
    place, day = place[order], day_number(own["day"]).array
    begin, end = (np.searchsorted(place, (names[:n] + more) * _DAYS) for more in (0, 1))
    known = ~np.isnan(day)
    wanted = names[:n] * _DAYS + np.where(known, day, 0).astype(np.int64)
    after = np.clip(np.searchsorted(place, wanted), begin, np.maximum(end - 1, begin))
    before = np.maximum(after - 1, begin)
    far = place.take([0]) if len(place) else np.zeros(1, np.int64)
    place = np.append(place, far)
    nearest = np.where(np.abs(place[before] - wanted) <= np.abs(place[after] - wanted), before, after)
    several = (end - begin > 1) & ~known
    at = np.append(order, -1)[np.where((end > begin) & ~several, nearest, len(order))]
    return at, several


def _placed(register: Frame, schedule: Table) -> Frame:
    """The unscheduled visits with their numbers."""
    day = last_day(register["date"]).str[:DAY].mask(blank(register["date"]), _NEVER)
    register = Frame(
        {**dict(register.items()), "day": day_number(day), "unsure": number(~is_complete(register["date"]))}
    )
    register = register.take(in_order(register["group"], day, missing_last(register["number"])))
    register = register.take(~(blank(register["number"]) & repeated(*(register[c] for c in ("group", "visit", "day")))))
    group, planned = register["group"].array.astype(int), register["number"]
    base = highest_so_far(planned.mask(blank(planned) & (nth_of(group) == 0), 0), group)[blank(planned)]
    chosen = register.take(blank(planned))
    after = combinations([chosen["group"], base])[0]
    numbers = _between(base.array, nth_of(after) + 1, np.bincount(after)[after], schedule)
    return Frame({**dict(chosen.items()), "number": number(numbers)})


def _between(base: np.ndarray, nth: np.ndarray, count: np.ndarray, schedule: Table) -> np.ndarray:
    """The nth of so many numbers after ``base``, all of them before the next one of the schedule."""
    planned = np.append(np.sort(as_number(schedule["VISITNUM"]).array), np.inf)  # missing ones are sorted last
    planned = planned[~np.isnan(planned)]
    gap = planned[np.searchsorted(planned, base, side="right")] - base
    decimals = np.full(len(base), 2)
    for finer in range(2, _FINEST):
        decimals[count * 10.0**-finer >= gap - 1e-9] = finer + 1
    return np.round(base * 10.0**decimals + nth) / 10.0**decimals
