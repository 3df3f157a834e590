"""Which part of the earliest of several analysis dates was imputed."""

from __future__ import annotations

from onespec.adam.methods._flags import flag_of_chosen
from onespec.adam.methods.earliest_date import earliest_date
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("""The imputation flag of the earliest of {dates}: the one of {flags} that stands in its place; blank when a
date that was not imputed is equal to it, or when all are missing.""")
def earliest_date_flag(dates: list[Column], flags: list[Column]) -> Column:
    """One of the flags, or blank.

    Example::

        ADTF: {derived: earliest_date_flag, with: {dates: [DTHDT, LSTALVDT], flags: [DTHDTF, LSTALVF]}}

        ADTTE | DTHDT      | LSTALVDT   | DTHDTF | LSTALVF | ADTF
              | 2025-08-01 | 2025-08-04 | D      |         | D
              | 2025-08-01 | 2025-08-01 | D      |         |
              | 2025-08-20 | 2025-08-04 | D      |         |
    """
    return flag_of_chosen(dates, flags, earliest_date(dates))
