"""The raw export as the QC programs see it: text tables, read apart from the production reader.

One table a form of ``crf.yaml``, with the column names of the export and its cells unchanged.
"""

from __future__ import annotations

import csv
import datetime
import itertools
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

from onespec.qc.spec_tables import laid_file

ROW = "_row"
ROWS = 10_000  # at a time


class UnreadableForm(ValueError):
    """A file of the raw export is not what crf.yaml says, or of a kind that QC does not read."""


def read_forms(study: Path, raw: Path, rows: int = ROWS) -> Iterator[tuple[str, Callable[[], Iterator[pa.Table]]]]:
    """Each form of ``crf.yaml``, and what gives its rows: about ``rows`` at a time, at least one part.

    Its columns are text as exported, and ``_row``, which numbers the rows after the header from 1, blank ones included;
    a row without any visible character is left out.  A blank cell is the empty text.

    Raises `UnreadableForm` naming the file, and OSError where it is absent, when it comes to it.
    """
    contract = laid_file(study, "crf.yaml")
    every: dict = contract.get("every_form", {})
    shared: dict = contract.get("shared", {})
    forms = {name: {**every, **form, "fields": _fields(form, shared)} for name, form in contract["forms"].items()}
    places = {name: _place(name, form, raw) for name, form in forms.items()}
    return ((name, partial(_parts, form, places[name], rows)) for name, form in forms.items())


def subject_columns(study: Path, columns: Callable[[str], Collection[str]]) -> dict[str, tuple[str, ...] | None]:
    """The columns that make the subject of each form; None where they are not ``columns`` of its file."""
    contract = laid_file(study, "crf.yaml")
    every = contract.get("every_form", {}).get("subject", "")
    stated = {name: form.get("subject", every) for name, form in contract["forms"].items()}
    named = {name: tuple([said] if isinstance(said, str) else said) for name, said in stated.items()}
    return {name: own if set(own) <= {*columns(name)} and all(own) else None for name, own in named.items()}


_MADE = ("first_of", "date_of", "checkboxes", "other_of", "cut_of")  # fields that are no columns
_LAYOUT = ("delimiter", "header", "skip", "rows")  # of files that are more than a header and its rows


def _fields(form: dict, shared: dict) -> dict[str, dict]:
    """The form's fields, with the shared ones that it takes."""
    takes = form.get("takes", ())
    taken = {name: shared.get(name, {}) for name in ([takes] if isinstance(takes, str) else takes)}
    return taken | {name: {**taken.get(name, {}), **field} for name, field in form["fields"].items()}


def _place(name: str, form: dict, raw: Path) -> Path:
    """The form's one file; raises `UnreadableForm` for what QC does not read."""
    file, others = form["file"], [key for key in _LAYOUT if key in form]
    if others or not isinstance(file, str) or "*" in file:
        said = f"it has {', '.join(others)}" if others else "it has several files"
        raise UnreadableForm(f"{name}: QC reads a form of one file with one header; {said}.")
    return raw / file


def _parts(form: dict, path: Path, most: int) -> Iterator[pa.Table]:
    rows = _xlsx(path, form.get("sheet")) if path.suffix == ".xlsx" else _csv(path, form.get("encoding", "utf-8-sig"))
    header = next(rows, [])
    columns = [name for name, field in form["fields"].items() if not any(key in field for key in _MADE)]
    absent = [field for field in columns if field not in header]
    if absent:
        raise UnreadableForm(
            f"{path}: columns {', '.join(absent)} are absent; correct crf.yaml or ask for the export again."
        )
    numbered, empty = enumerate(rows, 1), True
    while part := list(itertools.islice(numbered, most)):
        if kept := list(_kept(part, len(header), path)):
            yield _table(header, kept)
            empty = False
    if empty:
        yield _table(header, [])


def _kept(part: list[tuple[int, list[str]]], columns: int, path: Path) -> Iterator[list]:
    """Rows with all their cells and their number, without blank ones."""
    for number, cells in part:
        if len(cells) > columns:
            raise UnreadableForm(f"{path}: row {number} has {len(cells)} cells under {columns} columns.")
        if any(cell.strip() for cell in cells):
            yield [*cells, *[""] * (columns - len(cells)), number]


def _table(header: list[str], kept: list[list]) -> pa.Table:
    cells = list(zip(*kept, strict=True)) or [[]] * (len(header) + 1)
    types = [pa.string()] * len(header) + [pa.int64()]
    return pa.table([pa.array(c, t) for c, t in zip(cells, types, strict=True)], names=[*header, ROW])


def _csv(path: Path, encoding: str) -> Iterator[list[str]]:
    if path.suffix != ".csv":
        raise UnreadableForm(f"{path}: QC reads .csv and .xlsx; export the form as one of them.")
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.reader(file, strict=True)


def _xlsx(path: Path, sheet: str | None) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    for row in (book[sheet] if sheet else book.worksheets[0]).iter_rows():
        yield [_text(cell.value, cell.number_format or "") for cell in row]
    book.close()


def _text(cell: object, shown_as: str) -> str:
    """What the sheet shows: no decimals on whole numbers, zeros before them by a format 0000, ISO 8601 for dates."""
    if cell is None:
        return ""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell >= 0 and set(shown_as) == {"0"}:
        return str(int(cell)).zfill(len(shown_as)) if float(cell).is_integer() else str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(timespec="minutes")
    return str(cell)
