"""A flag that ends the day before a date."""

from __future__ import annotations

from onespec.adam.methods._flags import yes
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("Y when {flag} is Y and {date} is before {end}, or {end} is missing; blank otherwise.")
def flag_before(flag: Column, date: Column, end: Column) -> Column:
    return yes((flag == "Y") & ~(date >= end))
