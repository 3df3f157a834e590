"""Is it this value?"""

from __future__ import annotations

from typing import Annotated

from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column, TermOf
from onespec.engine.registry import method


@method("Y when {value} is {wanted}, N otherwise.")
def flag_equal(value: Column, wanted: Annotated[str, TermOf("value")]) -> Column:
    """Y or N.

    Example::

        FEMALEFL: {derived: flag_equal, with: {value: SEX, wanted: F}}

        ADSL | SEX | FEMALEFL
             | F   | Y
             | M   | N
             |     | N
    """
    return yes_no(value == wanted)
