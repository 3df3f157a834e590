"""A package of controlled terminology in any of the forms in which NCI EVS delivers it."""

from __future__ import annotations

from pathlib import Path

from onespec.conformance.terminology.delimited import read_delimited
from onespec.conformance.terminology.odm import read_odm
from onespec.conformance.terminology.package import TerminologyPackage
from onespec.conformance.terminology.workbook import read_workbook
from onespec.engine.disk import bytes_of
from onespec.engine.findings import STOP, Findings

_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # XLSX is a ZIP file, XLS a compound file
_BLANK = b"\xef\xbb\xbf \t\r\n"


def read_terminology(path: Path, findings: Findings) -> TerminologyPackage | None:
    """The package in a file, told by its content and not by its name; None with a stop when it has none.

    What is damaged in it is a note.
    Raises OSError when the file cannot be opened.
    """
    data, before = bytes_of(path), len(findings.stops)
    if data.startswith(_WORKBOOK):
        package = read_workbook(data, path.name, findings)
    elif data.lstrip(_BLANK).startswith(b"<"):
        package = read_odm(data, path.name, findings)
    else:
        package = read_delimited(data, path.name, findings)
    if len(findings.stops) > before:
        return None
    if package is None:
        findings.add(
            "CT-FORM",
            STOP,
            "The file is none of the forms of a terminology package.",
            "Download 'SDTM Terminology' as .odm.xml, .txt or .xls from NCI EVS.",
            file=path.name,
        )
    elif not any(c.terms for c in package.codelists.values()):
        findings.add("CT-EMPTY", STOP, "The package holds no terms.", "Download the file again.", file=path.name)
        return None
    return package
