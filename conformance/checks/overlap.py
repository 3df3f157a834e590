"""Check: doses of one treatment that overlap."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.iso import sure
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import blank
from onespec.engine.registry import check


@check(
    "Within a subject and {treatment}, no interval from {start} to {end} begins before another has ended, nor at "
    "the same time.",
    reach=OF_SUBJECT,
)
def overlap(data: Data, treatment: Variable, start: Variable, end: Variable) -> Iterator[Fault]:
    """A dose may begin on the day on which the one before ends.  Partial dates are not looked at."""
    begin, stop = sure(data[start]), sure(data[end])
    stop = stop.where(stop != "", begin)
    keep = np.flatnonzero((begin.str.len() >= 10) & (stop.str.len() >= 10) & ~blank(data[treatment]))
    frame = pd.DataFrame(
        {
            "group": data.groups(["USUBJID", treatment])[keep],
            "start": begin.to_numpy(object)[keep],
            "day": begin.str[:10].to_numpy(object)[keep],
            "end": stop.str[:10].to_numpy(object)[keep],
            "row": keep,
        }
    ).sort_values(["group", "start", "end"], kind="stable")
    days = pd.to_datetime(frame["end"])
    latest = days.groupby(frame["group"]).cummax().groupby(frame["group"]).shift()
    same = frame.duplicated(["group", "start"])
    yield Fault(np.sort(frame["row"][(pd.to_datetime(frame["day"]) < latest) | same]), [treatment, start, end])
