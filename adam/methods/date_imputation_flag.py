"""Which part of an analysis date was imputed."""

from __future__ import annotations

from onespec.adam.methods._dates import days, first_day
from onespec.adam.methods._flags import day_imputed
from onespec.engine.contract import Column, Date
from onespec.engine.registry import method


@method("D when {date} has a year and a month but no day, so that the day was imputed; blank otherwise.")
def date_imputation_flag(date: Date) -> Column:
    """D or blank.

    Example::

        ASTDTF: {derived: date_imputation_flag, with: {date: AESTDTC}}

        ADAE | AESTDTC    | ASTDTF
             | 2025-08-04 |
             | 2025-08    | D
             | 2025       |
    """
    return day_imputed((date.str.len() == 7) & days(date, first_day).notna())
