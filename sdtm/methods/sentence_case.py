"""A text with a capital in front."""

from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("{value} with a capital in front and small letters behind it.")
def sentence_case(value: Column) -> Column:
    """Character.

    Example::

        AEMODIFY: {derived: sentence_case, with: {value: AETERM}}

        AE | AETERM     | AEMODIFY
           | CHEST PAIN | Chest pain
    """
    return value.each(str.capitalize)
