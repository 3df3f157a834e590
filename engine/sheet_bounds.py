"""An XLSX file looked at before it is read: its sizes, and what in it could be more than it seems."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

LARGEST = 1 << 30  # bytes of all parts, unpacked; a specification of 10,000 variables has 10 MB
_ANY = 64 << 20  # bytes unpacked, however small they were packed
_PACKED = 200  # a sheet becomes a tenth of its size, one that says the same a thousand times a hundredth
MOST_PARTS = 5000
MOST_CELLS = 20_000_000  # of the rectangle that a sheet's filled cells span
_CHUNK = 1 << 20
_OVERLAP = 4096  # bytes kept of the chunk before, so that nothing is cut
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG = rb"<(?:\w+:)?"
_PLACE = rb"\br\s*=\s*[\"']([^\"'>]*)[\"']"
_FULL = rb"[^>]*?(?<!/)>(?!\s*</(?:\w+:)?c>)"  # not <c/>, and not <c></c>
_FILLED = re.compile(_TAG + rb"c\s(?:[^>]*?\s)?" + _PLACE + _FULL)
_UNPLACED = re.compile(
    _TAG + rb"row\s[^>]*?" + _PLACE + rb"[^>]*?>\s*" + _TAG + rb"c(?:\s(?![^>]*?\br\s*=)[^>]*?)?(?<!/)>"
)
_CELL = re.compile(rb"([A-Z]{1,3})([1-9]\d{0,6})")
_ROW = re.compile(rb"[1-9]\d{0,6}")
_ERROR = re.compile(rb'<(?:\w+:)?c\s[^>]*?t="e"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*?/?>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*?/?>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


class NotWorkbook(ValueError):
    """The file is no workbook that can be read; the message says why, in words for the user."""


@dataclass(frozen=True)
class Extent:
    """Of a sheet: rows and columns up to its last filled cell, and whether cells hold errors."""

    rows: int = 0
    columns: int = 0
    errors: bool = False


def looked_at(path: Path | BinaryIO) -> dict[str, Extent]:
    """The extent of each sheet by its name; raises `NotWorkbook` for a file that is not safe to read."""
    if not zipfile.is_zipfile(path):
        raise NotWorkbook("The file is no XLSX workbook. Save it as .xlsx (Excel Workbook), without a password.")
    try:
        with zipfile.ZipFile(path) as archive:
            return _looked_at(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        LZMAError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ParseError,
    ) as error:
        raise NotWorkbook(f"The file is damaged: {error}.") from error


def _looked_at(archive: zipfile.ZipFile) -> dict[str, Extent]:
    parts = archive.infolist()
    if any(part.header_offset < 0 for part in parts):  # bytes before them are missing
        raise zipfile.BadZipFile("a part begins before the file")
    if "xl/workbook.xml" not in archive.namelist():
        raise NotWorkbook("The file is no XLSX workbook: it has no xl/workbook.xml.")
    size = sum(part.file_size for part in parts)
    if size > LARGEST or len(parts) > MOST_PARTS:
        raise NotWorkbook(
            f"The file holds {size >> 20} MB in {len(parts)} parts when unpacked; no more than {LARGEST >> 20} MB in "
            f"{MOST_PARTS:,} parts are read. Export it as CSV."
        )
    packed = sum(part.compress_size for part in parts)
    if size > _ANY and size > _PACKED * packed:
        raise NotWorkbook(
            f"The file holds {size >> 20} MB when unpacked, and {packed >> 10} KB packed: no workbook says the same so "
            f"often. It is not read."
        )
    extents = {part.filename: _extent(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))}
    return {name: extents.get(part, Extent()) for name, part in _sheets(archive)}


def _extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
    """How far the filled cells of a part reach."""
    rows, columns, errors, before = 0, "", False, b""
    is_sheet = part.filename.startswith("xl/worksheets/")
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            text = before + chunk
            if _DECLARES.search(text):
                raise NotWorkbook(
                    f"{part.filename} declares a document type or an entity, which no workbook does; it is not read."
                )
            if is_sheet:
                errors = errors or bool(_ERROR.search(text))
                for place in _FILLED.findall(text):
                    cell = _known(_CELL.fullmatch(place), place, part)
                    rows = max(rows, int(cell[2]))
                    columns = max(columns, cell[1].decode(), key=lambda name: (len(name), name))
                for place in _UNPLACED.findall(text):
                    rows = max(rows, int(_known(_ROW.fullmatch(place), place, part)[0]))
            before = text[-_OVERLAP:]
    return Extent(rows, _number(columns), errors)


def require_bounded(name: str, extent: Extent) -> None:
    """Raises `NotWorkbook` for a sheet whose table would take more memory than there is.

    What reads a sheet makes a table of all cells up to the last one that is filled.
    """
    if extent.rows * extent.columns > MOST_CELLS:
        raise NotWorkbook(
            f"Sheet {name} has something in cell {letters(extent.columns)}{extent.rows}, or as far down and to the "
            f"right: a table of {extent.rows * extent.columns:,} cells. Delete what stands outside of its table."
        )


def _known(found: re.Match[bytes] | None, place: bytes, part: zipfile.ZipInfo) -> re.Match[bytes]:
    """The place of a cell; raises `NotWorkbook` for one that no sheet has."""
    if found is None:
        said = place[:40].decode("utf-8", "replace")
        raise NotWorkbook(
            f"The file is damaged: {part.filename} has something at {said}, which is no place of a sheet."
        )
    return found


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of each sheet and the part that holds it."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    try:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        raise NotWorkbook("The file is damaged: it does not say where its sheets are.") from None
    targets = {}
    for each in _RELATION.findall(relations):
        said = dict(_ATTRIBUTE.findall(each))
        targets[said.get("Id", "")] = said.get("Target", "")
    for each in _SHEET.findall(book):
        said = {name.rpartition(":")[2]: value for name, value in _ATTRIBUTE.findall(each)}
        target = targets.get(said.get("id", ""), "")
        yield _unescaped(said.get("name", "")), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _unescaped(text: str) -> str:
    import html

    return html.unescape(text)


def _number(letters: str) -> int:
    """
    >>> _number("A"), _number("AA"), _number("")
    (1, 27, 0)
    """
    out = 0
    for letter in letters:
        out = out * 26 + ord(letter) - 64
    return out


def letters(number: int) -> str:
    """The name of a column, from 1.

    >>> letters(1), letters(27)
    ('A', 'AA')
    """
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out
