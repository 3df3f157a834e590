"""The lowest of what was measured before (the nadir)."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import combinations, in_order, number
from onespec.engine.contract import Amount, Column, Many, Subject
from onespec.engine.groups import highest_so_far
from onespec.engine.registry import method


@method(
    "The lowest {value} of the subject's earlier records with the same {by}, in ascending order of {order}; missing "
    "when there is none. Of records equal in {order} none is earlier."
)
def lowest_earlier(value: Amount, order: list[Column], by: list[Column], subject: Subject) -> Column:
    """Number.

    Example::

        NADIR: {derived: lowest_earlier, with: {value: AVAL, order: [ADT], by: [PARAMCD]}}

        ADTR | USUBJID | PARAMCD | ADT        | AVAL | NADIR
             | 1       | SUM     | 2025-08-01 | 50   |
             | 1       | SUM     | 2025-09-15 | 30   | 50
             | 1       | SUM     | 2025-10-27 |      | 30
             | 1       | SUM     | 2025-12-08 | 40   | 30
             | 2       | SUM     | 2025-08-01 | 20   |
    """
    group, _ = combinations([subject, *by])
    rows = in_order(group, *order)
    same, begins = combinations([group[rows], *(column.take(rows) for column in order)])  # in ascending order, too
    values = number(value.to_numpy()[rows])
    lowest = Many(values, same, len(begins)).least(values)
    whose = group[rows[begins]]
    so_far = -highest_so_far(number(-lowest.to_numpy()), whose).to_numpy()
    before = np.append(np.nan, so_far)[: len(begins)]
    before[np.append(True, whose[1:] != whose[:-1])[: len(begins)]] = np.nan
    found = np.empty(len(rows))
    found[rows] = before[same]
    return number(found)
