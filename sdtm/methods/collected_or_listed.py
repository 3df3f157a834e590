"""A collected value, or the one that a table lists."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text, on_unique
from onespec.engine.contract import CellsOf, Column, Table
from onespec.engine.registry import method

ANY = "any"


def explain_row(collected: Column, table: Table, column: str, keys: list[str], values: list[Column]) -> list[str]:
    """The row of the table that was used where nothing was collected."""
    rows, out = np.column_stack([table[key] for key in keys]), []
    for own, *wanted in zip(collected, *map(as_text, values), strict=True):
        at = _first(rows, tuple(wanted))
        cells = ", ".join(f"{key}={cell or ANY}" for key, cell in zip(keys, rows[at], strict=True))
        fits = f"row {at + 1} ({cells}), column {column}" if at >= 0 else "no row fits"
        out.append("It was collected." if own else f"Nothing was collected; table {table.name}, {fits}.")
    return out


@method(
    "{collected} where it is not blank; otherwise {column} of the first row of {table} whose {keys} equal "
    "{values} (in this order; a blank there stands for any value).",
    explain=explain_row,
)
def collected_or_listed(
    collected: Column,
    table: Annotated[Table, CellsOf(keys=("keys", "values"))],
    column: str,
    keys: list[str],
    values: list[Column],
) -> Column:
    """Character; blank where nothing was collected and no row of the table fits."""
    rows, cells = np.column_stack([table[key] for key in keys]), [*table[column], ""]  # the last: no row fits
    listed = on_unique(lambda *wanted: cells[_first(rows, wanted)], *map(as_text, values))
    return collected.where(collected != "", listed)


def _first(rows: np.ndarray, wanted: tuple[str, ...]) -> int:
    """Position of the first row that fits, -1 when none does."""
    fits = ((rows == list(wanted)) | (rows == "")).all(axis=1)
    return int(fits.argmax()) if fits.any() else -1
