"""Has it increased by so much, as a share and as such?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no_known
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method

_PLACES = 9  # 25.3 - 20.3 is 5: compared in decimals, not in binary fractions


@method(
    "Y when {value} is above {reference} by at least {percent}% of it and by at least {amount}, N when not; blank when "
    "{value} or {reference} is missing."
)
def flag_increased_by(value: Amount, reference: Amount, percent: float, amount: float) -> Column:
    """Y, N or blank; above a reference of 0 the amount alone counts.

    Example::

        CRIT2FL: {derived: flag_increased_by, with: {value: AVAL, reference: NADIR, percent: 20, amount: 5}}

        ADTR | AVAL | NADIR | CRIT2FL
             | 60   | 50    | Y
             | 24   | 20    | N
             | 55   | 50    | N
             | 5    | 0     | Y
             | 50   |       |
    """
    above = value - reference
    share = (above * 100 - reference * percent).round(_PLACES) >= 0
    return yes_no_known(share & ((above - amount).round(_PLACES) >= 0) & (above > 0), value, reference)
