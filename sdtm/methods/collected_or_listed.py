"""A collected value, or the one that a table lists."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import as_text
from onespec.engine.contract import CellsOf, Column, Table
from onespec.engine.matching import clashes, match_table, shown_row
from onespec.engine.registry import method


def explain_row(collected: Column, table: Table, column: str, keys: list[str], values: list[Column]) -> list[str]:
    """The row of the table that was used where nothing was collected."""
    out = []
    for own, at in zip(collected, _rows(table, keys, values), strict=True):
        fits = f"row {at + 1} ({shown_row(table, keys, at)}), column {column}" if at >= 0 else "no row fits"
        out.append("It was collected." if own else f"Nothing was collected; table {table.name}, {fits}.")
    return out


@method(
    "{collected} where it is not blank; otherwise {column} of the first row of {table} whose {keys} equal "
    "{values} (in this order; a blank there stands for any value; of a key FROM..TO the value lies between the columns "
    "FROM and TO).",
    explain=explain_row,
)
def collected_or_listed(
    collected: Column,
    table: Annotated[Table, CellsOf(keys=("keys", "values"), fills="column")],
    column: str,
    keys: list[str],
    values: list[Column],
) -> Column:
    """Character; blank where nothing was collected and no row of the table fits.

    Raises ValueError where two rows of the table fit alike and say something else.

    Example::

        VSLOC:
          derived: collected_or_listed
          with: {collected: vitals.SITE, table: vs_tests, column: VSLOC, keys: [VSTESTCD], values: [VSTESTCD]}

        vs_tests | VSTESTCD | VSLOC
                 | PULSE    | ARM
                 | WEIGHT   |

        VS | VSTESTCD | vitals.SITE | VSLOC
           | PULSE    | WRIST       | WRIST
           | PULSE    |             | ARM
           | WEIGHT   |             |
    """
    for i, j in clashes(table, keys, column):
        raise ValueError(f"rows {i + 1} and {j + 1} of table {table.name} fit alike and differ in {column}")
    return collected.where(collected != "", table[column].take(_rows(table, keys, values)))


def _rows(table: Table, keys: list[str], values: list[Column]) -> np.ndarray:
    """Position of the first row that fits, -1 where none does."""
    return match_table(table, dict(zip(keys, map(as_text, values), strict=True)))
