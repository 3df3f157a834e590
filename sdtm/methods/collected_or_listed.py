"""A collected value, or the one that a table lists."""

from onespec.engine.columns import Column, Table, as_text, on_unique
from onespec.engine.registry import method


@method(
    "{collected} where it is not blank; otherwise {column} of the first row of the table {table} whose {keys} equal {values} "
    "(in this order; a blank in the table stands for any value)."
)
def collected_or_listed(collected: Column, table: Table, column: str, keys: list[str], values: list[Column]) -> Column:
    """Character; blank where nothing was collected and no row of the table fits."""
    rows, cells = table[keys].to_numpy(object), [*table[column], ""]   # the last: no row fits
    listed = on_unique(lambda *wanted: cells[_first(rows, wanted)], *map(as_text, values))
    return collected.where(collected != "", listed)


def _first(rows: object, wanted: tuple[str, ...]) -> int:
    """Position of the first row that fits, -1 when none does."""
    fits = ((rows == list(wanted)) | (rows == "")).all(axis=1)
    return int(fits.argmax()) if fits.any() else -1
