"""Has it decreased by so much?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no_known
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method

_PLACES = 9  # 30% of 50.1 is 15.03: compared in decimals, not in binary fractions


@method(
    "Y when {value} is below {reference} by at least {percent}% of it, N when not; blank when {value} or {reference} "
    "is missing."
)
def flag_decreased_by(value: Amount, reference: Amount, percent: float) -> Column:
    """Y, N or blank.

    Example::

        CRIT1FL: {derived: flag_decreased_by, with: {value: AVAL, reference: BASE, percent: 30}}

        ADTR | AVAL | BASE | CRIT1FL
             | 35   | 50   | Y
             | 35.1 | 50   | N
             | 0    | 0    | N
             |      | 50   |
    """
    below = reference - value
    enough = (below * 100 - reference * percent).round(_PLACES) >= 0
    return yes_no_known(enough & (below > 0), value, reference)
