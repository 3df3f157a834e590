"""Is it in a period, or in some days after it? (ADaMIG 1.3: ONTRTFL)."""

from __future__ import annotations

from onespec.adam.methods._flags import yes
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("""Y when {date} is on or after {start}, and not more than {days} days after {end}, or {end} is missing; blank
otherwise. Only where {flag} is Y.""")
def flag_in_period(date: Amount, start: Amount, end: Amount, days: int, flag: Column | None = None) -> Column:
    """Y or blank; all dates are SAS dates.

    Example::

        ONTRTFL: {derived: flag_in_period, with: {date: ADT, start: TRTSDT, end: TRTEDT, days: 30}}

        ADVS | ADT        | TRTSDT     | TRTEDT     | ONTRTFL
             | 2025-08-03 | 2025-08-04 | 2025-10-01 |
             | 2025-08-04 | 2025-08-04 | 2025-10-01 | Y
             | 2025-10-31 | 2025-08-04 | 2025-10-01 | Y
             | 2025-11-01 | 2025-08-04 | 2025-10-01 |
             | 2025-11-01 | 2025-08-04 |            | Y
             |            | 2025-08-04 |            |
    """
    inside = (date >= start) & ~(date > end + days)
    return yes(inside if flag is None else inside & (flag == "Y"))
