"""The text form: "SDTM Terminology.txt", tab-delimited UTF-8; CDISC Library's CSV has the same columns."""

from __future__ import annotations

import csv
import io

from onespec.conformance.terminology.package import TerminologyPackage, standard_and_date
from onespec.conformance.terminology.rows import WITH_DATE, codelists_of, is_header
from onespec.engine.findings import STOP, Findings


def read_delimited(data: bytes, file: str, findings: Findings) -> TerminologyPackage | None:
    """The package, or None when the text is no such table (without a finding) or not UTF-8 (with one)."""
    head = data[:4096].decode("ascii", "replace").lstrip("\ufffd").partition("\n")[0].rstrip("\r")
    tabs = "\t" in head
    if not is_header(next(csv.reader([head], delimiter="\t" if tabs else ","), [])):
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        findings.add("CT-ENCODING", STOP, f"Byte {error.start} is not UTF-8.", "Download the file again; an editor has saved it in another encoding.", file=file,
                     line=data[:error.start].count(b"\n") + 1)
        return None
    # NCI's text has no quoting: a quotation mark is one of the definition.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE) if tabs else csv.reader(io.StringIO(text, newline=""))
    header = [c.strip() for c in next(lines)]
    rows = [(lines.line_num, cells) for cells in lines if any(c.strip() for c in cells)]
    at = header.index(WITH_DATE) if WITH_DATE in header else len(header)
    stated = rows[0][1][at] if rows and len(rows[0][1]) > at else ""
    return TerminologyPackage(file, *standard_and_date(stated, file), codelists_of(header, rows, file, findings))
