"""The Excel form: "SDTM Terminology.xls" (or .xlsx), whose sheet names standard and date."""

from __future__ import annotations

import io
import zipfile

import python_calamine

from onespec.conformance.terminology.package import TerminologyPackage, standard_and_date
from onespec.conformance.terminology.rows import codelists_of, is_header
from onespec.engine.findings import STOP, Findings
from onespec.engine.sheet_bounds import Extent, NotWorkbook, looked_at, require_bounded


def read_workbook(data: bytes, file: str, findings: Findings) -> TerminologyPackage | None:
    """The package in the first sheet that has the table's header; None, with a finding, when there is none."""
    try:
        extents = looked_at(io.BytesIO(data)) if zipfile.is_zipfile(io.BytesIO(data)) else {}
        book = python_calamine.load_workbook(io.BytesIO(data))
        for name in book.sheet_names:
            require_bounded(name, extents.get(name, Extent()))
            lines = [[_text(c) for c in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            if lines and is_header(lines[0]):
                rows = [(number, cells) for number, cells in enumerate(lines[1:], 2) if any(cells)]
                return TerminologyPackage(
                    file, *standard_and_date(name, file), codelists_of(lines[0], rows, file, findings)
                )
    except (python_calamine.CalamineError, zipfile.BadZipFile, NotWorkbook) as error:
        said = str(error).rstrip(".")
        findings.add("CT-FORM", STOP, f"The workbook cannot be read: {said}.", "Download the file again.", file=file)
        return None
    findings.add(
        "CT-SHEET",
        STOP,
        "No sheet of the workbook has the columns of a terminology package in its first row.",
        f"Its sheets are {', '.join(book.sheet_names) or 'none'}; download the file again.",
        file=file,
    )
    return None


def _text(cell: object) -> str:
    """A term such as 1 or 12.0 may stand in a cell as a number."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
