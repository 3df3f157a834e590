"""The range that a number lies in."""

from __future__ import annotations

import numpy as np

from onespec.engine.contract import Column, Report, Table
from onespec.engine.registry import method


@method(
    """The range that {value} lies in: {ranges}; the lower limit is part of the range. Blank when {value} is
missing.""",
    reports=("ADAM-RANGE",),
    rows={"ranges": '"{CATEGORY}"[ from {FROM}][ below {BELOW}]'},
    stops=("ADAM-RANGE",),
)
def category(value: Column, ranges: Table, report: Report) -> Column:
    """Character: a CATEGORY of the table, which has the columns CATEGORY, FROM and BELOW (blank: open).

    Example::

        AGEGR1: {derived: category, with: {value: AGE, ranges: age_groups}}

        age_groups | CATEGORY | FROM | BELOW
                   | <50      |      | 50
                   | >=50     | 50   |

        ADSL | AGE | AGEGR1
             | 49  | <50
             | 50  | >=50
             |     |
    """
    low = np.array([float(v) if v else -np.inf for v in ranges["FROM"]])
    high = np.array([float(v) if v else np.inf for v in ranges["BELOW"]])
    inside = (value.to_numpy()[:, None] >= low) & (value.to_numpy()[:, None] < high)
    report.stop(
        "ADAM-RANGE",
        "The value lies in none of the ranges.",
        "Complete the table of ranges.",
        ~inside.any(axis=1) & value.notna(),
        value,
    )
    return ranges["CATEGORY"].take(np.where(inside.any(axis=1), inside.argmax(axis=1), -1))
