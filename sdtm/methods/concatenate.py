"""Texts joined into one."""

from functools import reduce

from onespec.engine.columns import as_text
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method('{parts} joined in this order with "{separator}" between them; blank when one of them is blank.')
def concatenate(parts: list[Column], separator: str = "-") -> Column:
    """Character; numbers are written in their shortest exact form."""
    parts = [as_text(part) for part in parts]
    joined = reduce(lambda left, right: left + separator + right, parts)
    filled = reduce(lambda left, right: left & right, [part != "" for part in parts])
    return joined.where(filled, "")
