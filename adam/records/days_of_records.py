"""How long a subject's records go on: one record a subject."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import combinations
from onespec.engine.contract import NumberName, Rows, Selection
from onespec.engine.groups import Many
from onespec.engine.registry import records


@records(
    """One record for each subject among the records of {source} with a {date}, on the first of them.""",
    produces={"AVAL": "Days from the earliest {date} of the subject to the latest one, and {days} days from then on."},
)
def days_of_records(source: Selection, date: NumberName, days: int) -> Rows:
    """``days``: how long the last record goes on: the length of a cycle, say.

    Example::

        - days_of_records: {from: ADEX, where: {PARAMCD: DOSE}, date: ADT, days: 21, set: {PARAMCD: DUR}}

        ADEX | USUBJID | PARAMCD | ADT
             | 1       | DOSE    | 2025-08-04
             | 1       | DOSE    | 2025-08-25
             | 2       | DOSE    | 2025-08-04
             | 3       | DOSE    |

        ADXX | USUBJID | PARAMCD | AVAL
             | 1       | DUR     | 42
             | 2       | DUR     | 21
    """
    dates = source.frame[date]
    group, first = combinations([source.subject])
    of = Many(dates, group, len(first))
    stands = of.first(keep=dates.notna())
    there = np.flatnonzero(stands >= 0)
    length = of.greatest(dates).take(there) - of.least(dates).take(there) + days
    return Rows(source.subject.take(stands[there]), {"AVAL": length}, source.name, stands[there])
