"""Is it after?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("Y when {date} is more than {days} days after {reference}, blank otherwise, and where one of them is missing.")
def flag_date_after(date: Amount, reference: Amount, days: int = 0) -> Column:
    """Y or blank.

    Example::

        FUPFL: {derived: flag_date_after, with: {date: ASTDT, reference: TRTEDT, days: 30}}

        ADCM | ASTDT      | TRTEDT     | FUPFL
             | 2025-09-03 | 2025-08-04 |
             | 2025-09-04 | 2025-08-04 | Y
             |            | 2025-08-04 |
             | 2025-09-04 |            |
    """
    return yes(date > reference + days)
