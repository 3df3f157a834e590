"""Visit number (SDTMIG 3.4, section 4.4.5)."""

import pandas as pd

from onespec.engine.columns import blank, combinations, number
from onespec.engine.contract import Column, Group, Many, Report, Table
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import DAY, is_complete, last_day
from onespec.sdtm.methods.first_filled import first_filled

_NEVER = "9999-12-31"  # after every other visit


@method(
    "VISITNUM of the table {schedule} for the visit in {visit}. A visit without a VISITNUM in the table is "
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
    planned = schedule[schedule["VISITNUM"] != ""].set_index("VISIT")["VISITNUM"].astype("float64")
    last = last_day(dates).str[:DAY].mask(dates == "", _NEVER)
    register = pd.DataFrame(
        {
            "group": visits.index,
            "visit": visits.to_numpy(),
            "date": last.to_numpy(),
            "sure": is_complete(dates).to_numpy(),
        }
    )
    register = register[((visits != "") & ((dates != "") | ~visits.isin(planned.index))).to_numpy()]
    placed = _placed(register, planned)
    codes, first = combinations([group, name])
    own = name.take(first)
    out = number(own.map(planned).to_numpy())
    out = out.where(out.notna(), number(placed.reindex(pd.MultiIndex.from_arrays([group.take(first), own])).to_numpy()))
    unsure = pd.MultiIndex.from_frame(
        register.loc[~register["sure"] & ~register["visit"].isin(planned.index), ["group", "visit"]]
    )
    report.query(
        "VISIT-DATE",
        "The date of the unscheduled visit is not complete in the register of visits; "
        "its number takes it for the last possible day.",
        "Ask the site for the date of the visit.",
        first[pd.MultiIndex.from_arrays([group.take(first), own]).isin(unsure)],
        name,
    )
    unplaced = first[out.isna().to_numpy() & ~blank(own).to_numpy()]
    report.query(
        "VISIT-UNPLACED",
        "The unscheduled visit does not stand in the register of visits, so its records have no visit number.",
        "Enter the visit and its date in the register of visits.",
        unplaced,
        name,
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
    placed = pd.Series(
        (chosen["base"] + nth / 100).round(2).to_numpy(), pd.MultiIndex.from_frame(chosen[["group", "visit"]])
    )
    return placed[~placed.index.duplicated()]
