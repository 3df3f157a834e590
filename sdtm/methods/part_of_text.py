"""A part of a text, as a separator parts it."""

from functools import partial

from onespec.engine.columns import as_text, on_unique
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method('Part {number} of {value}, as parted by "{separator}"; blank when {value} has fewer parts.')
def part_of_text(value: Column, separator: str, number: int) -> Column:
    """Character, without blanks around it; parts are counted from 1.

    Example::

        SITEID: {derived: part_of_text, with: {value: USUBJID, separator: "-", number: 2}}

        DM | USUBJID     | SITEID
           | ASTH-S1-001 | S1
           | ASTH        |
    """
    if number < 1:
        raise ValueError(f"there is no part {number}; parts are counted from 1")
    return on_unique(partial(_part, separator, number), as_text(value))


def _part(separator: str, number: int, value: str) -> str:
    parts = value.split(separator)
    return parts[number - 1].strip() if number <= len(parts) else ""
