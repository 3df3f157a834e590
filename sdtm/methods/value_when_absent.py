"""A constant in place of a value."""

from onespec.engine.columns import blank, blanks
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method('"{value}" when {absent} is blank; otherwise blank.')
def value_when_absent(value: str, absent: Column) -> Column:
    """Character."""
    return blanks(len(absent)).mask(blank(absent), value)
