"""A subject's total."""

from __future__ import annotations

from onespec.engine.contract import Many, PerGroup
from onespec.engine.registry import method


@method("The sum of {value} over the subject's records, missing values left out; missing when all are.")
def total(value: Many) -> PerGroup:
    return value.total(value.column)
