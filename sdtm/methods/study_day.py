"""Study day (SDTMIG 3.4, section 4.4.4)."""

from onespec.engine import days
from onespec.engine.contract import Column, Date
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import day_number


@method(
    "{date} minus {reference} in days, plus 1 when {date} is on or after {reference}; there is no day 0. "
    "Blank when either is not complete to the day."
)
def study_day(date: Date, reference: Date) -> Column:
    """Whole days; times of day do not count.

    Example::

        AESTDY: {derived: study_day, with: {date: AESTDTC, reference: DM.RFSTDTC}}

        AE | AESTDTC    | DM.RFSTDTC | AESTDY
           | 2025-08-05 | 2025-08-04 | 2
           | 2025-08-03 | 2025-08-04 | -1
           | 2025-08    | 2025-08-04 |
    """
    return days.study_day(day_number(date), day_number(reference))
