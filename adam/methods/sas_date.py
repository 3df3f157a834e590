"""A complete date as a SAS date."""

from __future__ import annotations

from onespec.adam.methods._dates import days, unusable
from onespec.engine.contract import Column, Date, Report
from onespec.engine.registry import method


@method(
    "The date part of {date} as a SAS date (days since 1960-01-01); missing when {date} lacks year, month or day.",
    reports=("ADAM-DATE",),
)
def sas_date(date: Date, report: Report) -> Column:
    """A SAS date.

    Example::

        TRTSDT: {derived: sas_date, with: {date: DM.RFXSTDTC}}

        ADSL | DM.RFXSTDTC      | TRTSDT
             | 2025-08-04T09:30 | 2025-08-04
             | 2025-08          |

        QUERY ADAM-DATE, subject 2, 2025-08: The date is not complete, so the analysis date is missing.
    """
    out = days(date)
    report.query(
        "ADAM-DATE",
        "The date is not complete, so the analysis date is missing.",
        "Complete the date, or derive the variable by a method that imputes.",
        unusable(date, out),
        date,
    )
    return out
