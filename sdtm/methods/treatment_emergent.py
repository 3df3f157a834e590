"""Whether an event is treatment-emergent (SDTMIG 3.4, section 6.2.1: the qualifier AETRTEM)."""

import numpy as np

from onespec.engine.columns import Number, Text, blank, text
from onespec.engine.contract import Column, Date
from onespec.engine.registry import method
from onespec.sdtm.methods._iso import DAY, day_number, first_day, is_before, is_complete, last_day

_LAST = "9999-12-31"


@method(
    "Y when {start} is on or after the first dose {first} and not more than {days} days after the last dose {last}; N "
    "when it is not, or no dose was given; U when the part of {start} that is known leaves it open. Times of day count "
    "where both {start} and {first} have one. A start that is not complete lies no later than {end}. Without a last "
    "dose, treatment has not ended."
)
def treatment_emergent(start: Date, end: Date, first: Date, last: Date, days: int) -> Column:
    """Character: Y, N, U.

    ``start`` and ``end`` are those of the event, ``first`` and ``last`` the moments of the first and the last dose,
    ISO 8601, each complete or not; an ``end`` that contradicts ``start`` does not count.

    Example::

        AETRTEM:
          derived: treatment_emergent
          with: {start: AESTDTC, end: AEENDTC, first: DM.RFXSTDTC, last: DM.RFXENDTC, days: 30}

        AE | AESTDTC    | AEENDTC    | DM.RFXSTDTC | DM.RFXENDTC | AETRTEM
           | 2021-01-04 |            | 2021-01-05  | 2021-02-20  | N
           | 2021-01-05 |            | 2021-01-05  | 2021-02-20  | Y
           | 2021-03-22 |            | 2021-01-05  | 2021-02-20  | Y
           | 2021-03-23 |            | 2021-01-05  | 2021-02-20  | N
           | 2021-01    |            | 2021-01-05  | 2021-02-20  | U
           | 2021-01    | 2021-01-03 | 2021-01-05  | 2021-02-20  | N
    """
    low, high = _bounds(start, end)
    earlier = is_complete(start) & is_complete(first) & is_before(start, first)
    inside = (low >= _known(last_day(first))) & (high <= _known(first_day(last)) + days) & ~earlier
    outside = (high < _known(first_day(first))) | (low > _known(last_day(last)) + days) | earlier | blank(first)
    return text(["U", "Y", "N"]).take(np.where(outside, 2, np.where(inside, 1, 0)))


def _bounds(start: Column, end: Column) -> tuple[Number, Number]:
    """The first and the last day on which the event may have begun."""
    low, high = first_day(start), last_day(start).mask(blank(start), _LAST)
    ended = last_day(end).str[:DAY]
    high = high.mask(~is_complete(start) & ~blank(ended) & (ended < high) & (ended >= low), ended)
    return day_number(low).fillna(-np.inf), day_number(high)


def _known(days: Text) -> Number:
    """Days as numbers; what has not come yet is after all days."""
    return day_number(days).fillna(np.inf)
