"""What stands above the cells of an analysis, and which group each column is of."""

from __future__ import annotations

from onespec.results.contract import Result, Words
from onespec.results.run import Computed


def heads_of(computed: Computed, result: Result) -> list[tuple[str, Words]]:
    """Of each column the value of the display's group, "" for none, and its head.

    Columns of an analysis of its own are of the groups that it says, or of the one group that there is.
    """
    if not result.columns:
        return list(zip(computed.levels, computed.columns, strict=True))
    only = computed.levels[0] if len(computed.levels) == 1 else ""
    levels = result.levels or (only,) * len(result.columns)
    return list(zip(levels, result.columns, strict=True))
