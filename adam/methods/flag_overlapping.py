"""Whether a time overlaps another one (OCCDS, ONTRTFL)."""

from __future__ import annotations

from onespec.adam.methods._flags import yes
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("""Y when the time from {start} to {end} has a day from {first} to {days} days after {last}, blank otherwise; a
missing {start} or {end} leaves that side open, and without {last} the other time has not ended. Blank without
{first}.""")
def flag_overlapping(start: Amount, end: Amount, first: Amount, last: Amount, days: int = 0) -> Column:
    """Y or blank.

    Example::

        ONTRTFL: {derived: flag_overlapping, with: {start: ASTDT, end: AENDT, first: TRTSDT, last: TRTEDT, days: 30}}

        ADCM | ASTDT      | AENDT      | TRTSDT     | TRTEDT     | ONTRTFL
             | 2024-12-01 | 2025-01-04 | 2025-01-05 | 2025-02-20 |
             | 2024-12-01 | 2025-01-05 | 2025-01-05 | 2025-02-20 | Y
             | 2024-12-01 |            | 2025-01-05 | 2025-02-20 | Y
             | 2025-03-22 |            | 2025-01-05 | 2025-02-20 | Y
             | 2025-03-23 |            | 2025-01-05 | 2025-02-20 |
             | 2025-03-23 |            | 2025-01-05 |            | Y
             |            | 2025-01-04 | 2025-01-05 | 2025-02-20 |
             |            |            | 2025-01-05 | 2025-02-20 | Y
             | 2025-01-09 |            |            |            |
    """
    return yes(first.notna() & ~(end < first) & ~(start > last + days))
