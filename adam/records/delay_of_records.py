"""How many days later than planned each record follows the one before it."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from onespec.engine.columns import combinations, in_order, number
from onespec.engine.contract import Carries, NumberName, Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each record of {source} but the first of a subject, in ascending order of {target}; records
without a {date} or a {target} are left out.""",
    produces={
        "AVAL": "Days from {date} of the record before to {date}, minus those from its {target} to {target}; 0 where "
        "that is below 0."
    },
)
def delay_of_records(
    source: Selection,
    date: NumberName,
    target: NumberName,
    carry: list[Annotated[str, "name", Carries()]] | None = None,
) -> Rows:
    """``target`` is the planned day, so that a record that is missing between two others delays nothing.

    Example::

        - delay_of_records:
            from: ADEX
            where: {PARAMCD: DOSE}
            date: ADT
            target: AWTARGET
            carry: [AVISITN]
            set: {PARAMCD: DELAY}

        ADEX | USUBJID | PARAMCD | AVISITN | ADT        | AWTARGET
             | 1       | DOSE    | 2       | 2025-08-04 | 1
             | 1       | DOSE    | 3       | 2025-08-25 | 22
             | 1       | DOSE    | 5       | 2025-10-13 | 64
             | 1       | DOSE    | 6       | 2025-11-01 | 85

        ADXX | USUBJID | PARAMCD | AVISITN | AVAL
             | 1       | DELAY   | 3       | 0
             | 1       | DELAY   | 5       | 7
             | 1       | DELAY   | 6       | 0
    """
    dates, planned = source.frame[date], source.frame[target]
    who, _ = combinations([source.subject])
    known = np.flatnonzero(dates.notna() & planned.notna())
    rows = known[in_order(number(who).take(known), planned.take(known), dates.take(known))]
    day, plan = dates.to_numpy()[rows], planned.to_numpy()[rows]
    follows = np.flatnonzero(np.diff(who[rows]) == 0) + 1
    later = (day[follows] - day[follows - 1]) - (plan[follows] - plan[follows - 1])
    at = np.argsort(rows[follows], kind="stable")
    rows = rows[follows][at]
    values = {"AVAL": number(np.maximum(later[at], 0)), **{name: source.frame[name].take(rows) for name in carry or ()}}
    return Rows(source.subject.take(rows), values, source.name, rows)
