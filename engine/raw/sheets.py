"""Sheets of workbooks and parts of ODM files that no form reads: they would be lost in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onespec.engine.disk import export_files
from onespec.engine.findings import STOP, Findings
from onespec.engine.raw.odm_content import ITEM_GROUP, content_of
from onespec.engine.raw.odm_file import said_twice
from onespec.engine.raw.odm_text import Refused
from onespec.engine.sheets import NoWorkbook, open_book, read_sheet
from onespec.engine.spec.forms import Form


@dataclass(frozen=True)
class _Parts:
    """What a file consists of: name -> what it is called; the part of a form that names none; what holds data.

    Of an ODM file no part is the first, and one without data may not be there at all.
    """

    called: dict[str, str]
    first: str
    holds: Callable[[str], bool]


def unread_sheets(forms: Iterable[Form], folder: Path, findings: Findings) -> None:
    """A stop for each sheet with cells that no form reads or declares as unread, and for each such sheet that is gone.

    The item groups of an ODM file are its sheets, and so are elements that are not read.  Files that are missing or
    damaged are left to those who read them.
    """
    files: dict[str, list[Form]] = {}
    names = export_files(folder)
    for form in forms:
        for file in filter(form.names, names):
            files.setdefault(file, []).append(form)
    for file, readers in files.items():
        look = _LOOKS.get(Path(file).suffix.lower()) if names[file].is_file() else None
        parts = look(folder / file) if look else None
        if parts is not None:
            _hold(parts, readers, file, findings)
            if look is _odm:
                said_twice(folder / file, file, findings)


def _workbook(path: Path) -> _Parts | None:
    try:
        book = open_book(path)
    except (NoWorkbook, OSError):
        return None
    sheets = {sheet.name: sheet for sheet in book.sheets_metadata}
    hidden = {name: "" if str(sheet.visible).endswith(".Visible") else "hidden " for name, sheet in sheets.items()}
    called = {name: f"{said}sheet" for name, said in hidden.items()}
    return _Parts(called, book.sheet_names[0], lambda name: _has_cells(path, sheets[name]))


def _odm(path: Path) -> _Parts | None:
    try:
        content = content_of(path)
    except (Refused, OSError):
        return None
    held = content.parts()
    return _Parts(dict.fromkeys(content.defined, ITEM_GROUP) | held, "", held.__contains__)


_LOOKS: dict[str, Callable[[Path], _Parts | None]] = {".xlsx": _workbook, ".xml": _odm}


def _hold(parts: _Parts, readers: list[Form], file: str, findings: Findings) -> None:
    read = {form.sheet or parts.first for form in readers}
    declared = {name for form in readers for name in form.unread_sheets}
    for name in (n for n in parts.called if n not in read | declared and parts.holds(n)):
        add = f"Add a form with 'sheet: {name}', or declare" if parts.called[name] != "element" else "Declare"
        findings.add(
            "RAW-EXTRA-SHEET",
            STOP,
            f"No form of crf.yaml reads the {parts.called[name]} '{name}'.",
            f"{add} at form '{readers[0].name}' why it is not read: 'unread_sheets: {{{name}: reason}}'.",
            file=file,
        )
    for name in sorted(declared - parts.called.keys()) if parts.first else ():
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


def _has_cells(path: Path, sheet: Any) -> bool:
    """A chart or a macro holds no data; of an empty sheet nothing is lost.

    One that cannot be read may hold anything.
    """
    if not str(sheet.typ).endswith(".WorkSheet"):
        return False
    try:
        return any(cell != "" for row in read_sheet(path, sheet.name).cells for cell in row)
    except NoWorkbook:
        return True
