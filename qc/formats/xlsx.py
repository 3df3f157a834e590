"""XLSX: the first sheet, names in its first row.  Cells have types, columns do not.

A cell is what a reader sees: an error is its name, a formula without a result is the formula.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd

from onespec.engine.series import TEXT
from onespec.engine.sheets import NoWorkbook, read_sheet, sheet_names
from onespec.qc.formats.faults import names, stop
from onespec.qc.tables import Source, Table, from_frame, shown


def read(path: Path) -> Table:
    if not path.stat().st_size:
        stop(path, "FILE-EMPTY", "The file is empty.")
    try:
        rows = read_sheet(path, sheet_names(path)[0]).cells
    except NoWorkbook as error:
        stop(path, "FILE-FORMAT", f"The file is not a readable XLSX workbook ({error}).")
    if not rows:
        stop(path, "FILE-EMPTY", "The first sheet is empty.", "Put the dataset on the first sheet.")
    found = names(path, rows[0])
    cells = {n: pd.Series([_text(row[i]) for row in rows[1:]], dtype=TEXT) for i, n in enumerate(found)}
    return from_frame(pd.DataFrame(cells), path.stem.upper(), Source.of(path), stated=False)


def _text(cell: object) -> str:
    if isinstance(cell, datetime.datetime):
        return (cell.date() if cell.time() == datetime.time() else cell).isoformat()
    return shown(cell)
