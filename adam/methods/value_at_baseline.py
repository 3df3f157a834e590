"""The value of the record that is the baseline (ADaMIG 1.3: BASE, BASEC, BNRIND, BTOXGR)."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import combinations
from onespec.engine.contract import Column, Report, Subject
from onespec.engine.registry import method


@method(
    """{value} of the subject's record whose {flag} is Y and that has the same {by}; blank without one, and, with a
query, when there are several.""",
    reports=("ADAM-BASELINE",),
)
def value_at_baseline(value: Column, flag: Column, by: list[Column], subject: Subject, report: Report) -> Column:
    """Character or number as ``value`` is: the same on all records of a subject and ``by``, also on earlier ones.

    Example::

        BASE: {derived: value_at_baseline, with: {value: AVAL, flag: ABLFL, by: [PARAMCD, BASETYPE]}}

        ADLB | USUBJID | PARAMCD | BASETYPE | AVAL | ABLFL | BASE
             | 1       | ALT     | FIRST    | 20   |       | 25
             | 1       | ALT     | FIRST    | 25   | Y     | 25
             | 1       | ALT     | FIRST    | 40   |       | 25
             | 1       | ALT     | SECOND   | 31   |       |
             | 2       | ALT     | FIRST    | 18   | Y     |
             | 2       | ALT     | FIRST    | 19   | Y     |

        QUERY ADAM-BASELINE, subject 2, 18: The subject has several records that are flagged as baseline; the baseline
          value is blank.
        QUERY ADAM-BASELINE, subject 2, 19: The subject has several records that are flagged as baseline; the baseline
          value is blank.
    """
    group, first = combinations([subject, *by])
    flagged = np.flatnonzero(flag == "Y")
    several = np.bincount(group[flagged], minlength=len(first)) > 1
    report.query(
        "ADAM-BASELINE",
        "The subject has several records that are flagged as baseline; the baseline value is blank.",
        "Name what tells the baselines apart, or flag one record.",
        flagged[several[group[flagged]]],
        value,
    )
    at = np.full(len(first), -1)
    at[group[flagged]] = flagged
    at[several] = -1
    return value.take(at[group])
