"""Whether an event is treatment-emergent, by its analysis date (OCCDS, TRTEMFL)."""

from __future__ import annotations

from onespec.adam.methods._flags import yes
from onespec.engine.columns import on_unique
from onespec.engine.contract import Amount, Column, Date
from onespec.engine.registry import method

_DAY = 10  # characters of a date that is complete to the day


@method("""Y when {start} is on or after the first dose {first} and not more than {days} days after the last dose
{last}, blank otherwise; without {last} treatment has not ended. It is blank, too, where {started} and {dosed} both have
a time of day, and {started} is before {dosed} as far as both are known.""")
def flag_treatment_emergent(
    start: Amount, first: Amount, last: Amount, days: int, started: Date, dosed: Date
) -> Column:
    """Y or blank.

    ``start`` is the event's analysis date, ``first`` and ``last`` are those of the doses; ``started`` and ``dosed`` are
    the moments of the event and of the first dose as collected (ISO 8601).

    Example::

        TRTEMFL:
          derived: flag_treatment_emergent
          with: {start: ASTDT, first: TRTSDT, last: TRTEDT, days: 30, started: AESTDTC, dosed: DM.RFXSTDTC}

        ADAE | ASTDT      | TRTSDT     | TRTEDT     | AESTDTC          | DM.RFXSTDTC      | TRTEMFL
             | 2021-01-04 | 2021-01-05 | 2021-02-20 | 2021-01-04       | 2021-01-05T09:30 |
             | 2021-01-05 | 2021-01-05 | 2021-02-20 | 2021-01          | 2021-01-05T09:30 | Y
             | 2021-01-05 | 2021-01-05 | 2021-02-20 | 2021-01-05T08:00 | 2021-01-05T09:30 |
             | 2021-01-05 | 2021-01-05 | 2021-02-20 | 2021-01-05T09    | 2021-01-05T09:30 | Y
             | 2021-03-22 | 2021-01-05 | 2021-02-20 | 2021-03-22       | 2021-01-05T09:30 | Y
             | 2021-03-23 | 2021-01-05 | 2021-02-20 | 2021-03-23       | 2021-01-05T09:30 |
             | 2021-03-23 | 2021-01-05 |            | 2021-03-23       | 2021-01-05T09:30 | Y
             | 2021-01-05 |            |            | 2021-01-05       |                  |
    """
    earlier = on_unique(_earlier, started, dosed) == 1
    return yes((start >= first) & ~(start > last + days) & ~earlier)


def _earlier(moment: str, other: str) -> float:
    known = min(len(moment), len(other))
    return float(known > _DAY and moment[:known] < other[:known])
