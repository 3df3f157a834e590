"""Is it before?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("Y when {date} is before {reference}, blank otherwise, and where one of them is missing.")
def flag_date_before(date: Amount, reference: Amount) -> Column:
    """Y or blank.

    Example::

        PREFL: {derived: flag_date_before, with: {date: ASTDT, reference: TRTSDT}}

        ADCM | ASTDT      | TRTSDT     | PREFL
             | 2025-08-03 | 2025-08-04 | Y
             | 2025-08-04 | 2025-08-04 |
             |            | 2025-08-04 |
             | 2025-08-03 |            |
    """
    return yes(date < reference)
