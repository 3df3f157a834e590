"""Sheets of workbooks that no form reads: they would be lost in silence, as other files and columns would."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onespec.engine.disk import export_files
from onespec.engine.findings import STOP, Findings
from onespec.engine.spec.forms import Form


def unread_sheets(forms: Iterable[Form], folder: Path, findings: Findings) -> None:
    """A stop for each sheet with cells that no form reads or declares as unread, and for each such sheet that is gone.

    Files that are missing or no workbooks are left to those who read them.
    """
    workbooks: dict[str, list[Form]] = {}
    for form in forms:
        for file in (n for n in export_files(folder) if form.names(n) and n.lower().endswith(".xlsx")):
            workbooks.setdefault(file, []).append(form)
    for file, readers in workbooks.items():
        book = _opened(folder / file)
        if book is not None:
            _hold(book, readers, file, findings)


def _opened(path: Path) -> Any:
    import python_calamine

    try:
        return python_calamine.load_workbook(str(path))
    except (python_calamine.CalamineError, OSError, zipfile.BadZipFile):
        return None


def _hold(book: Any, readers: list[Form], file: str, findings: Findings) -> None:
    sheets = {sheet.name: sheet for sheet in book.sheets_metadata}
    read = {form.sheet or book.sheet_names[0] for form in readers}
    declared = {name for form in readers for name in form.unread_sheets}
    for name in (n for n in sheets if n not in read | declared and _has_cells(book, sheets[n])):
        hidden = "" if str(sheets[name].visible).endswith(".Visible") else "hidden "
        findings.add(
            "RAW-EXTRA-SHEET",
            STOP,
            f"No form of crf.yaml reads the {hidden}sheet '{name}'.",
            f"Add a form with 'sheet: {name}', or declare at form '{readers[0].name}' why it is not read: "
            f"'unread_sheets: {{{name}: reason}}'.",
            file=file,
        )
    for name in sorted(declared - sheets.keys()):
        findings.add(
            "RAW-SHEET",
            STOP,
            f"There is no sheet '{name}', which 'unread_sheets' names.",
            "Remove it in crf.yaml.",
            file=file,
        )
    for name in sorted(declared & read):
        findings.add(
            "RAW-SHEET",
            STOP,
            f"A form reads the sheet '{name}', which 'unread_sheets' names.",
            "Remove it in crf.yaml.",
            file=file,
        )


def _has_cells(book: Any, sheet: Any) -> bool:
    """A chart or a macro holds no data; of an empty sheet nothing is lost."""
    if not str(sheet.typ).endswith(".WorkSheet"):
        return False
    rows: Iterator[list[Any]] = iter(book.get_sheet_by_name(sheet.name).to_python())
    return any(cell != "" for row in rows for cell in row)
