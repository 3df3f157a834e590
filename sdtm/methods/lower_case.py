"""A text in small letters."""

from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("{value} in small letters.")
def lower_case(value: Column) -> Column:
    """Character.

    Example::

        AEMODIFY: {derived: lower_case, with: {value: AETERM}}

        AE | AETERM        | AEMODIFY
           | Chest Pain    | chest pain
    """
    return value.each(str.lower)
