"""The text form: "SDTM Terminology.txt", tab-delimited UTF-8; CDISC Library's CSV has the same columns."""

from __future__ import annotations

import csv
import io
import re

from onespec.conformance.terminology.package import TerminologyPackage, standard_and_date
from onespec.conformance.terminology.rows import WITH_DATE, codelists_of, is_header
from onespec.engine.findings import NOTE, STOP, Findings

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_LOST = "\ufffd"
_LINE_END = re.compile("\r\n|\r|\n")


def read_delimited(data: bytes, file: str, findings: Findings) -> TerminologyPackage | None:
    """The package; None when the text is no such table (without a finding) or of wide characters (with one).

    Single bytes that are not UTF-8 become U+FFFD, with a note: some packages have them in a definition.
    """
    if data.startswith(_WIDE):
        findings.add(
            "CT-ENCODING",
            STOP,
            "The text is UTF-16, not UTF-8.",
            "Download the file again, or save it as UTF-8.",
            file=file,
        )
        return None
    text = data.decode("utf-8-sig", "replace")
    head = _LINE_END.split(text, 1)[0]
    tabs = "\t" in head
    try:
        if not is_header(next(csv.reader([head], delimiter="\t" if tabs else ","), [])):
            return None
        return _read(text, tabs, file, findings)
    except csv.Error as error:
        findings.add("CT-FORM", STOP, f"The table cannot be read: {error}.", "Download the file again.", file=file)
        return None


def _read(text: str, tabs: bool, file: str, findings: Findings) -> TerminologyPackage:
    """The package in a text that begins with the header."""
    if _LOST in text:
        broken = [number for number, line in enumerate(text.split("\n"), 1) if _LOST in line]
        findings.add(
            "CT-ENCODING",
            NOTE,
            f"{len(broken)} line{'s' * (len(broken) > 1)} with bytes that are not UTF-8, read as '{_LOST}'.",
            "Download the file again, if an editor has saved it.",
            file=file,
            line=broken[0],
        )
    # NCI's text has no quoting: a quotation mark is one of the definition.
    lines = (
        csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
        if tabs
        else csv.reader(io.StringIO(text, newline=""))
    )
    header = [c.strip() for c in next(lines)]
    rows = [(lines.line_num, cells) for cells in lines if any(c.strip() for c in cells)]
    at = header.index(WITH_DATE) if WITH_DATE in header else len(header)
    stated = rows[0][1][at] if rows and len(rows[0][1]) > at else ""
    return TerminologyPackage(file, *standard_and_date(stated, file), codelists_of(header, rows, file, findings))
