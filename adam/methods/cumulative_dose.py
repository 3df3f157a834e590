"""A subject's cumulative dose."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.adam.methods._dates import complete, days
from onespec.engine.columns import Group, Many, PerGroup, Report, Table, as_number
from onespec.engine.registry import method


@method("""The sum, over the subject's records that start up to {until}, of {dose} times the number of administrations: the A_DAY of
{frequency} times the days from {start} to {end}, both included, or 1 where {frequency} has no A_DAY ({frequencies}). A
record without {dose}, or whose days are needed and not known, is left out.""")
def cumulative_dose(dose: Many, frequency: Many, start: Many, end: Many, frequencies: Table, until: str, group: Group, report: Report) -> PerGroup:
    counts = ~(days(start) > complete(until))
    dose, frequency, start, end = (column[counts] for column in (dose, frequency, start, end))
    a_day = as_number(frequencies.set_index("FREQUENCY")["A_DAY"])
    times = frequency.map(a_day).astype("float64")     # no rows: still numbers
    lasting = (days(end) - days(start) + 1).to_numpy()
    amount = dose.to_numpy() * np.where(times.isna(), 1, times.to_numpy() * lasting)
    lost = dose.index[np.isnan(amount) & dose.notna().to_numpy() | ~frequency.isin(a_day.index).to_numpy()]
    report.query("ADAM-DOSE", "A dose is left out of the cumulative dose: its days or its frequency are not known.",
                 "Complete the dates, or add the frequency to the table.", group.isin(lost).to_numpy())
    known = frequency.isin(a_day.index).to_numpy()
    return pd.Series(np.where(known, amount, np.nan), index=dose.index).groupby(level=0).sum(min_count=1)
