"""Is the date reached?"""

from __future__ import annotations

from onespec.adam.methods._dates import complete
from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("Y when {date} is on or before {until}, N otherwise.")
def flag_up_to(date: Column, until: str) -> Column:
    return yes_no(date <= complete(until))
