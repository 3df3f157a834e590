"""Which part of the latest of several analysis dates was imputed."""

from __future__ import annotations

from onespec.adam.methods._flags import flag_of_chosen
from onespec.adam.methods.latest_date import latest_date
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("""The imputation flag of the latest of {dates}: the one of {flags} that stands in its place; blank when a date
that was not imputed is equal to it, or when all are missing.""")
def latest_date_flag(dates: list[Column], flags: list[Column]) -> Column:
    """One of the flags, or blank.

    Example::

        ADTF: {derived: latest_date_flag, with: {dates: [TRTEDT, EOSDT], flags: [TRTEDTF, EOSDTF]}}

        ADTTE | TRTEDT     | EOSDT      | TRTEDTF | EOSDTF | ADTF
              | 2025-08-31 | 2025-08-04 | D       |        | D
              | 2025-08-31 | 2025-08-31 | D       |        |
              |            | 2025-08-31 |         | D      | D
    """
    return flag_of_chosen(dates, flags, latest_date(dates))
