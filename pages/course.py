"""The course of a subject: rows of marks over time, and the days that they stand on.

Times are days since 1960-01-01.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from onespec.engine.days import EPOCH

RESPONSES = ("CR", "PR", "SD", "PD", "NE")  # kinds of marks


@dataclass
class Mark:
    """Something at a time.

    start, end   first and last day; ``partial`` when they are the first and last that a partial date may stand for
    text         what is written on it;  title: the whole story in one line
    kind         how it looks: ``grade3``, ``dose``, ``PD`` ...;  level: 0 to 1, of a dose
    anchor       dataset and row of the record behind it
    """

    start: float
    end: float
    text: str
    title: str
    kind: str
    anchor: tuple[str, int]
    partial: bool = False
    open_end: bool = False
    open_start: bool = False
    serious: bool = False
    level: float = 1.0


@dataclass
class Row:
    """Marks of one kind, side by side; ``chart``: points of a curve, whose text is the value."""

    label: str
    marks: list[Mark] = field(default_factory=list)
    chart: bool = False
    heading: bool = False


@dataclass
class Course:
    """What a page draws of a subject.

    facts        name and value, for the head of the page
    panels       name of the heading -> rows
    first, last  ends of the time line;  zero: study day 1, NaN without
    guides       (day, word)
    """

    subject: str
    facts: list[tuple[str, str]]
    panels: dict[str, list[Row]]
    first: float
    last: float
    zero: float
    guides: list[tuple[float, str]]


def possible(iso: str) -> tuple[float, float]:
    """First and last day that an ISO 8601 text may stand for; NaN without a year.

    >>> possible("1960-02"), possible("1960-01-02T08:30")
    ((31.0, 59.0), (1.0, 1.0))
    """
    parts = iso[:10].split("-")
    if not parts[0].isdigit() or (len(parts) > 1 and not parts[1].isdigit()):
        return np.nan, np.nan
    year, month = int(parts[0]), int(parts[1]) if len(parts) > 1 else 0
    day = int(parts[2]) if len(parts) > 2 and parts[2].isdigit() else 0
    low = date(year, month or 1, day or 1)
    high = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return float(low.toordinal() - EPOCH), float(high.toordinal() - EPOCH)


def when(day: float) -> str:
    return date.fromordinal(int(day) + EPOCH).isoformat()
