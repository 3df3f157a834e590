"""Check: the last observation before exposure is flagged."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Names, Reference, Variable
from onespec.conformance.iso import day_number
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "Where a subject has a {result} on a day before {exposure}, one record of the same {by} has {flag} Y, and no "
    "result of a later day before {exposure} follows it.",
    reach=OF_SUBJECT,
)
def baseline_there(
    data: Data, flag: Variable, result: Variable, date: Variable, exposure: Reference, by: Names
) -> Iterator[Fault]:
    """At fault is the first record that should have been flagged, or the flagged one that is not the last."""
    limits = data.of_subject(exposure)
    day, limit = day_number(data[date]), day_number(limits)
    before = (data.filled(result) & (day < limit)).to_numpy()
    group, flagged = data.groups(["USUBJID", *by]), (data[flag] == "Y").to_numpy()
    n = group.max(initial=-1) + 1
    last = np.full(n, -np.inf)
    np.maximum.at(last, group[before], day.to_numpy()[before])
    has = np.zeros(n, bool)
    has[group[flagged]] = True
    first = np.zeros(len(data), bool)
    at = np.flatnonzero(before & ~has[group])
    first[at[np.unique(group[at], return_index=True)[1]]] = True
    shown = ["USUBJID", *(v for v in by if v in data), date, flag]
    yield Fault(first, shown, detail="no record is flagged", others={exposure: limits})
    yield Fault(
        flagged & (day.to_numpy() < last[group]),
        shown,
        detail="a later record before exposure is not",
        others={exposure: limits},
    )
