"""Visit number (SDTMIG 3.4, section 4.4.5)."""

import numpy as np

from onespec.engine.columns import (
    Number,
    blank,
    combinations,
    in_order,
    missing_last,
    number,
    position_in,
    positions_in,
)
from onespec.engine.contract import Column, Group, Many, Report, Table
from onespec.engine.frames import Frame
from onespec.engine.groups import highest_so_far, nth_of
from onespec.engine.once import once
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import DAY, is_complete, last_day
from onespec.sdtm.methods.first_filled import first_filled

_NEVER = "9999-12-31"  # after every other visit


@method(
    "VISITNUM of {schedule} for the visit in {visit}. A visit without a VISITNUM there is "
    "unscheduled: the highest number of the subject's scheduled visits in {visits} whose {dates} is on or before its "
    "own {dates} (0 without one), plus 0.01 for the first unscheduled visit after it, 0.02 for the second and so on, "
    "in ascending order of {dates}, those of one day in the order of their rows. A partial date counts as the last "
    "day that it may stand for; an unscheduled visit without a date comes last; both are asked about. An unscheduled "
    "visit that does not stand in {visits} has no number, whatever the date of the record.",
    reports=("VISIT-DATE", "VISIT-UNPLACED"),
)
def visit_number(
    visit: list[Column], schedule: Table, visits: Many, dates: Many, group: Group, report: Report
) -> Column:
    """Number, with two decimals for unscheduled visits; blank without a visit.

    ``visit`` is the collected name of the visit (one field a form); ``schedule`` has the columns VISIT and
    VISITNUM; ``visits`` and ``dates`` are the register of visits that took place.  An unscheduled
    visit whose date there is not complete has an uncertain place in the order, one that is not there has none: both are
    reported once a visit.
    """
    name = first_filled(visit)
    placed, unsure = _register(visits, dates, schedule)
    codes, first = combinations([group, name])
    own = Frame({"group": number(group[first]), "visit": name.take(first)})
    out = _planned(own["visit"], schedule)
    out = out.mask(blank(out), placed["number"].take(_rows(own, placed)))
    report.query(
        "VISIT-DATE",
        "The date of the unscheduled visit is not complete in the register of visits; "
        "its number takes it for the last possible day.",
        "Ask the site for the date of the visit.",
        first[_rows(own, unsure) >= 0],
        name,
    )
    report.query(
        "VISIT-UNPLACED",
        "The unscheduled visit does not stand in the register of visits, so its records have no visit number.",
        "Enter the visit and its date in the register of visits.",
        first[blank(out) & ~blank(own["visit"])],
        name,
    )
    return out.take(codes)


@once
def _register(visits: Many, dates: Many, schedule: Table) -> tuple[Frame, Frame]:
    """The unscheduled visits that took place, with their numbers; and those of them whose place is not sure."""
    planned = _planned(visits.column, schedule)
    register = Frame({"group": number(visits.group), "visit": visits.column, "date": dates.column, "number": planned})
    register = register.take(~blank(visits.column) & (~blank(dates.column) | blank(planned)))
    return _placed(register), register.take(~is_complete(register["date"]) & blank(register["number"]))


def _planned(visit: Column, schedule: Table) -> Number:
    """The number that the schedule gives a visit."""
    planned = schedule.take(schedule["VISITNUM"] != "")
    return number([float(n) for n in planned["VISITNUM"]]).take(position_in(visit, planned["VISIT"]))


def _rows(visits: Frame, register: Frame) -> np.ndarray:
    """The first row of each visit in a register, -1 without one."""
    return positions_in(*([frame["group"], frame["visit"]] for frame in (visits, register)))


def _placed(register: Frame) -> Frame:
    """The unscheduled visits with their numbers."""
    day = last_day(register["date"]).str[:DAY].mask(blank(register["date"]), _NEVER)
    register = register.take(in_order(register["group"], day, missing_last(register["number"])))
    group, planned = register["group"].array.astype(int), register["number"]
    base = highest_so_far(planned.mask(blank(planned) & (nth_of(group) == 0), 0), group)[blank(planned)]
    chosen = register.take(blank(planned))
    nth = nth_of(combinations([chosen["group"], base])[0]) + 1
    return Frame({**dict(chosen.items()), "number": (base + nth / 100).round(2)})
