"""The length of a time in days, both ends counted."""

from __future__ import annotations

from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("{end} - {start} + 1, in days; missing when either date is missing.")
def duration(start: Column, end: Column) -> Column:
    return end - start + 1
