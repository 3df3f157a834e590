"""A constant in place of a value."""

from typing import Annotated

from onespec.engine.columns import blank, blanks
from onespec.engine.contract import Column, TermOf
from onespec.engine.registry import method


@method('"{value}" when {absent} is blank; otherwise blank.')
def value_when_absent(value: Annotated[str, TermOf("")], absent: Column) -> Column:
    """Character.

    Example::

        VSSTAT: {derived: value_when_absent, with: {value: NOT DONE, absent: VSORRES}}

        VS | VSORRES | VSSTAT
           | 72      |
           |         | NOT DONE
    """
    return blanks(len(absent)).mask(blank(absent), value)
