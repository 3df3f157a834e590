"""A constant beside a value."""

from typing import Annotated

from onespec.engine.columns import blank, blanks
from onespec.engine.contract import Column, TermOf
from onespec.engine.registry import method


@method('"{value}" when {present} is not blank; otherwise blank.')
def value_when_present(value: Annotated[str, TermOf("")], present: Column) -> Column:
    """Character.

    Example::

        VSORRESU: {derived: value_when_present, with: {value: beats/min, present: VSORRES}}

        VS | VSORRES | VSORRESU
           | 72      | beats/min
           |         |
    """
    return blanks(len(present)).mask(~blank(present), value)
