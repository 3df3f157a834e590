"""A collected value, or the one that a table lists."""

import pandas as pd

from onespec.engine.columns import Column, Table, as_text, text
from onespec.engine.registry import method


@method(
    "{collected} where it is not blank; otherwise {column} of the first row of the table {table} whose {keys} equal {values} "
    "(in this order; a blank in the table stands for any value)."
)
def collected_or_listed(collected: Column, table: Table, column: str, keys: list[str], values: list[Column]) -> Column:
    """Character; blank where nothing was collected and no row of the table fits."""
    codes, distinct = pd.MultiIndex.from_arrays([as_text(value) for value in values]).factorize()
    rows = table[keys].to_numpy(object)
    found = [_first(rows, item) for item in distinct]
    listed = text([table[column].iat[row] if row >= 0 else "" for row in found]).take(codes).reset_index(drop=True)
    return collected.where(collected != "", listed)


def _first(rows: object, wanted: tuple[str, ...]) -> int:
    """Position of the first row that fits, -1 when none does."""
    fits = ((rows == list(wanted)) | (rows == "")).all(axis=1)
    return int(fits.argmax()) if fits.any() else -1
