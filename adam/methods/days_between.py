"""How far two study days lie apart (ADaMIG 1.3: AWTDIFF)."""

from __future__ import annotations

from onespec.engine.contract import Amount, Column
from onespec.engine.days import days_after
from onespec.engine.registry import method


@method("""The days between {day} and {other}, without a sign; as there is no day 0, from -1 to 1 it is one day.
Missing when either is missing.""")
def days_between(day: Amount, other: Amount) -> Column:
    """Whole days, 0 or more.

    Example::

        AWTDIFF: {derived: days_between, with: {day: ADY, other: AWTARGET}}

        ADVS | ADY | AWTARGET | AWTDIFF
             | 20  | 22       | 2
             | 22  | 20       | 2
             | -1  | 1        | 1
             |     | 1        |
    """
    return (days_after(day) - days_after(other)).abs()
