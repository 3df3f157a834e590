"""Is there a value?"""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no
from onespec.engine.columns import blank
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("Y when {value} is not missing, N otherwise.")
def flag_present(value: Column) -> Column:
    """Y or N.

    Example::

        SAFFL: {derived: flag_present, with: {value: TRTSDT}}

        ADSL | TRTSDT     | SAFFL
             | 2025-08-04 | Y
             |            | N
    """
    return yes_no(~blank(value))
