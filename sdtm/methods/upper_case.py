"""A text in capitals."""

from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("{value} in capitals.")
def upper_case(value: Column) -> Column:
    """Character.

    Example::

        AEMODIFY: {derived: upper_case, with: {value: AETERM}}

        AE | AETERM        | AEMODIFY
           | Chest Pain    | CHEST PAIN
    """
    return value.each(str.upper)
