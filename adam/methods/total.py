"""A subject's total."""

from __future__ import annotations

from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("The sum of {value} over the subject's records, missing values left out; missing when all are.")
def total(value: Many) -> PerGroup:
    """A number.

    Example::

        CUMDOSE: {derived: total, with: {value: EX.EXDOSE}}

        EX | USUBJID | EXDOSE
           | 1       | 100
           | 1       | 50
           | 2       |

        ADSL | USUBJID | CUMDOSE
             | 1       | 150
             | 2       |
    """
    return value.total(value.column)
