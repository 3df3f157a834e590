"""A subject's cumulative dose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.adam.methods._dates import complete, days, first_day
from onespec.engine.columns import as_number
from onespec.engine.contract import Bundle, Group, Many, PerGroup, Report, Table
from onespec.engine.registry import method


@dataclass(frozen=True)
class Exposure(Bundle):
    """The columns of administrations (SDTMIG 3.4, EX): the dose of one, how often, from when to when."""

    dose: Many
    frequency: Many
    start: Many
    end: Many


@method(
    """The sum, over the subject's records that start up to {until}, of {dose} times the number of administrations;
a {start} without a day is read as the first day of its month. The number of administrations is the A_DAY of {frequency}
({frequencies}) times the days from {start} to {end}, both included, or 1 where A_DAY is blank. A record is left out
when it has no {dose}, when its {start} has no month, or when its days are needed and not complete. Missing when no
record is left.""",
    reports=("ADAM-DOSE",),
)
def cumulative_dose(exposure: Exposure, frequencies: Table, until: str, group: Group, report: Report) -> PerGroup:
    begins = days(exposure.start, first_day)
    counts = ~(begins > complete(until))
    dose, frequency, start, end, begins = (
        column[counts] for column in (exposure.dose, exposure.frequency, exposure.start, exposure.end, begins)
    )
    a_day = as_number(frequencies.set_index("FREQUENCY")["A_DAY"])
    times = frequency.map(a_day).astype("float64")  # no rows: still numbers
    lasting = (days(end) - days(start) + 1).to_numpy()
    amount = dose.to_numpy() * np.where(times.isna(), 1, times.to_numpy() * lasting)
    amount[begins.isna().to_numpy() | ~frequency.isin(a_day.index).to_numpy()] = np.nan
    lost = dose.index[np.isnan(amount) & dose.notna().to_numpy()]
    report.query(
        "ADAM-DOSE",
        "A dose is left out of the cumulative dose: its days or its frequency are not known.",
        "Complete the dates, or add the frequency to the table.",
        group.isin(lost).to_numpy(),
    )
    return pd.Series(amount, index=dose.index).groupby(level=0).sum(min_count=1)
