"""A constant beside a value."""

from onespec.engine.columns import blank, blanks
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method('"{value}" when {present} is not blank; otherwise blank.')
def value_when_present(value: str, present: Column) -> Column:
    """Character."""
    return blanks(len(present)).mask(~blank(present), value)
