"""Is it one of these values?"""

from __future__ import annotations

from typing import Annotated

from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column, TermOf
from onespec.engine.registry import method


@method("Y when {value} is one of {wanted}, N when it is another value, blank when it is blank.")
def flag_one_of(value: Column, wanted: list[Annotated[str, TermOf("value")]]) -> Column:
    """Y, N or blank.

    Example::

        HARMFL: {derived: flag_one_of, with: {value: AEOUT, wanted: [FATAL, RECOVERED/RESOLVED WITH SEQUELAE]}}

        ADAE | AEOUT                            | HARMFL
             | RECOVERED/RESOLVED WITH SEQUELAE | Y
             | RECOVERED/RESOLVED               | N
             |                                  |
    """
    return yes_no(value.isin(wanted)).where(value.notna())
