"""A flag that ends the day before a date."""

from __future__ import annotations

from onespec.adam.methods._flags import yes
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("Y when {flag} is Y and {date} is before {end}, or {end} is missing; blank otherwise.")
def flag_before(flag: Column, date: Column, end: Column) -> Column:
    """Y or blank.

    Example::

        ANL02FL: {derived: flag_before, with: {flag: ANL01FL, date: ADT, end: NEWTRTDT}}

        ADRS | ANL01FL | ADT        | NEWTRTDT   | ANL02FL
             | Y       | 2025-08-03 | 2025-08-04 | Y
             | Y       | 2025-08-04 | 2025-08-04 |
             | Y       | 2025-08-04 |            | Y
             |         | 2025-08-03 | 2025-08-04 |
    """
    return yes((flag == "Y") & ~(date >= end))
