"""XLSX: the first sheet, names in its first row.  Cells have types, columns do not."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from onespec.engine.series import TEXT
from onespec.qc.formats.faults import names, stop
from onespec.qc.tables import Source, Table, from_frame, shown


def read(path: Path) -> Table:
    if not path.stat().st_size:
        stop(path, "FILE-EMPTY", "The file is empty.")
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
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
