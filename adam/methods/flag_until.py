"""A flag that ends at a date."""

from __future__ import annotations

from onespec.adam.methods._flags import yes
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("Y when {flag} is Y and {date} is not after {end}, or {end} is missing; blank otherwise.")
def flag_until(flag: Column, date: Column, end: Column) -> Column:
    """Y or blank.

    Example::

        ANL02FL: {derived: flag_until, with: {flag: ANL01FL, date: ADT, end: EOTDT}}

        ADRS | ANL01FL | ADT        | EOTDT      | ANL02FL
             | Y       | 2025-08-04 | 2025-08-04 | Y
             | Y       | 2025-08-05 | 2025-08-04 |
             | Y       | 2025-08-05 |            | Y
    """
    return yes((flag == "Y") & ~(date > end))
