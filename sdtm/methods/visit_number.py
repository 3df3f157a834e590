"""Visit number (SDTMIG 3.4, section 4.4.5)."""

import numpy as np
import pandas as pd

from onespec.engine.columns import Column, Group, Many, Report, Table, blank, combinations, number
from onespec.engine.registry import method
from onespec.sdtm.methods.first_filled import first_filled
from onespec.sdtm.methods.iso import DAY, is_complete, last_day


@method(
    "VISITNUM of the table {schedule} for the visit in {visit}. A visit without a VISITNUM in the table is unscheduled: the "
    "highest number of the subject's scheduled visits in {visits} whose {dates} is on or before its own {dates} (0 without one; a partial "
    "date of a scheduled visit counts as the last day that it may stand for), plus 0.01 for the first unscheduled visit after it, 0.02 for "
    "the second and so on, in ascending order of {dates}, those of one day in the order of their rows. An unscheduled visit "
    "without {dates} complete to the day has no number, whatever the date of the record."
)
def visit_number(visit: list[Column], schedule: Table, visits: Many, dates: Many, group: Group, report: Report) -> Column:
    """Number, with two decimals for unscheduled visits; blank without a visit.

    ``visit`` is the collected name of the visit (one field a form); ``schedule`` has the columns VISIT and
    VISITNUM; ``visits`` and ``dates`` are the register of visits that took place.  An unscheduled
    visit without a complete date in the register has no place in the order: reported once a visit.
    """
    name = first_filled(visit)
    planned = schedule[schedule["VISITNUM"] != ""].set_index("VISIT")["VISITNUM"].astype("float64")
    register = pd.DataFrame({"group": visits.index, "visit": visits.to_numpy(), "date": last_day(dates).str[:DAY].to_numpy()})
    dated = (is_complete(dates) | ((dates != "") & visits.isin(planned.index))).to_numpy()
    placed = _placed(register[dated], planned)
    codes, first = combinations([group, name])
    own = name.take(first)
    out = number(own.map(planned).to_numpy())
    out = out.where(out.notna(), number(placed.reindex(pd.MultiIndex.from_arrays([group.take(first), own])).to_numpy()))
    unplaced = first[out.isna().to_numpy() & ~blank(own).to_numpy()]
    report.query(
        "VISIT-UNPLACED", "The unscheduled visit has no date in the register of visits, so its records have no visit number.",
        "Enter the visit and its date in the register of visits.", unplaced, name,
    )
    return out.take(codes).reset_index(drop=True)


def _placed(register: pd.DataFrame, planned: pd.Series) -> pd.Series:
    """Numbers of the unscheduled visits, indexed by group and visit."""
    register = register.assign(number=number(register["visit"].map(planned).to_numpy()).to_numpy())
    register = register.sort_values(["group", "date", "number"], kind="stable", na_position="last")
    base = register["number"].groupby(register["group"]).ffill().fillna(0)
    base = base.groupby(register["group"]).cummax()
    unscheduled = register["number"].isna()
    chosen = register[unscheduled].assign(base=base[unscheduled])
    nth = chosen.groupby(["group", "base"]).cumcount() + 1
    placed = pd.Series(np.round(chosen["base"] + nth / 100, 2).to_numpy(), pd.MultiIndex.from_frame(chosen[["group", "visit"]]))
    return placed[~placed.index.duplicated()]
