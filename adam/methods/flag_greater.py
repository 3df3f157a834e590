"""Is a criterion met: a value above a limit? (ADaMIG 1.3: CRITyFL)."""

from __future__ import annotations

from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Amount, Column
from onespec.engine.registry import method


@method("""Y when {value} is greater than {limit}, N when it is not; blank when {value} is missing, or {criterion} is
blank.""")
def flag_greater(value: Amount, limit: Amount, criterion: Column) -> Column:
    """Y, N or blank; ``criterion`` holds the words of the criterion on the records that it is for.

    Example::

        CRIT1FL: {derived: flag_greater, with: {value: AVAL, limit: 450, criterion: CRIT1}}

        ADEG | CRIT1         | AVAL | CRIT1FL
             | QTcF > 450 ms | 450  | N
             | QTcF > 450 ms | 451  | Y
             | QTcF > 450 ms |      |
             |               | 480  |
    """
    return yes_no(value > limit).where(value.notna() & criterion.notna())
