"""Days: how SAS counts them, how a study counts them, and how months are called.

A SAS date is the number of days since 1960-01-01, a SAS datetime the number of seconds since its midnight.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import overload

import numpy as np

from onespec.engine.column import Column

EPOCH = date(1960, 1, 1).toordinal()  # day 0 of SAS: ordinal of the calendar - EPOCH = SAS date
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAY_0 = np.datetime64(date.fromordinal(EPOCH))


def sas_date(day: date) -> int:
    """The SAS date of a day.

    >>> sas_date(date(1960, 1, 1)), sas_date(date(2020, 3, 26))
    (0, 22000)
    """
    return day.toordinal() - EPOCH


def iso_date(sas: float) -> str:
    """A SAS date as ISO 8601.

    >>> iso_date(22000.0), iso_date(-1.0)
    ('2020-03-26', '1959-12-31')
    """
    return str(_DAY_0 + np.timedelta64(int(sas), "D"))


def iso_datetime(sas: float) -> str:
    """A SAS datetime as ISO 8601, to the second.

    >>> iso_datetime(1900836000.0)
    '2020-03-26T10:00:00'
    """
    return str(_DAY_0 + np.timedelta64(int(sas), "s"))


def iso_time(sas: float) -> str:
    """A SAS time as ISO 8601, to the second.

    >>> iso_time(30600.0)
    '08:30:00'
    """
    return iso_datetime(sas).partition("T")[2]


def first_day(iso: str) -> str:
    """The first day that a date may stand for; a complete date stays as it is.

    >>> first_day("2025"), first_day("2025-02"), first_day("2025-02-03")
    ('2025-01-01', '2025-02-01', '2025-02-03')
    """
    return iso + {4: "-01-01", 7: "-01"}.get(len(iso), "")


def last_day(iso: str) -> str:
    """The last day that a date may stand for; a complete date stays as it is.

    >>> last_day("2025"), last_day("2025-02"), last_day("2025-02-03")
    ('2025-12-31', '2025-02-28', '2025-02-03')
    """
    if len(iso) == 4:
        return iso + "-12-31"
    return f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]}" if len(iso) == 7 else iso


@overload
def study_day(day: float, reference: float) -> float: ...
@overload
def study_day(day: Column, reference: Column) -> Column: ...
def study_day(day, reference):
    """The day counted from the reference day, which is day 1; the day before it is -1 (SDTMIG 3.4, 4.4.4).

    Columns of days (of SAS, or of the calendar) or single ones; missing when either is missing.

    >>> [study_day(day, 10.0) for day in (12.0, 10.0, 9.0)]
    [3.0, 1.0, -1.0]
    """
    days = day - reference
    return days + (days >= 0)


@overload
def days_after(study_day: float) -> float: ...
@overload
def days_after(study_day: Column) -> Column: ...
def days_after(study_day):
    """How many days after the reference day a study day is: what `study_day` adds is taken away.

    >>> [days_after(day) for day in (3.0, 1.0, -1.0)]
    [2.0, 0.0, -1.0]
    """
    return study_day - (study_day > 0)
