"""Has the subject a record by a date that is the same for all?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column, Group, Many, Report
from onespec.engine.registry import method


@method(
    """Y when the subject has a record whose {date} is on or before {until}, N otherwise. A {date} that lacks the
day or the month is read as the first that it can be; a record without one counts.""",
    reports=("ADAM-DATE",),
)
def flag_any_up_to(date: Many, until: str, group: Group, report: Report) -> Column:
    """Y or N.

    Example::

        ENRLFL: {derived: flag_any_up_to, with: {date: DS.DSSTDTC, until: 2025-12-31}}

        DS | USUBJID | DSSTDTC
           | 1       | 2025-08-04
           | 2       | 2026-01-02
           | 3       |

        ADSL | USUBJID | ENRLFL
             | 1       | Y
             | 2       | N
             | 3       | Y

        QUERY ADAM-DATE, subject 3, no value: The subject's record has no date, and counts as one up to the date that
          bounds the flag.
    """
    dated, counts = date.column.notna(), date.column.str[:10] <= until
    found, told = date.some(counts)[group], date.some(counts & dated)[group]
    report.query(
        "ADAM-DATE",
        "The subject's record has no date, and counts as one up to the date that bounds the flag.",
        "Find out the date.",
        found & ~told,
    )
    return yes_no(found)
