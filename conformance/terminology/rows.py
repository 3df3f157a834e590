"""The table of NCI EVS's text and Excel forms: one row a codelist, then one row a term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onespec.conformance.terminology.package import PackageCodelist, PackageTerm
from onespec.engine.findings import STOP, Findings, nearest

CODE, CODELIST, EXTENSIBLE, NAME, VALUE = "Code", "Codelist Code", "Codelist Extensible (Yes/No)", "Codelist Name", "CDISC Submission Value"
SYNONYMS, PREFERRED = "CDISC Synonym(s)", "NCI Preferred Term"
COLUMNS = (CODE, CODELIST, EXTENSIBLE, NAME, VALUE, SYNONYMS, PREFERRED)     # there is a definition, too; it is not used
WITH_DATE = "Standard and Date"           # only in the CSV form


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row is one of this table, if only in part: a row with a column missing must be told, not overlooked."""
    return sum(c in cells for c in COLUMNS) >= 3


def codelists_of(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], file: str, findings: Findings) -> dict[str, PackageCodelist]:
    """The codelists by NCI code; every fault is a finding with its line.

    header  names of the columns, in any order
    rows    (line in the file, cells); rows without any text do not count
    """
    for column in COLUMNS:
        if column not in header:
            close = nearest(column, [c for c in header if c not in COLUMNS])
            findings.add("CT-COLUMN", STOP, f"The column '{column}' is missing.",
                         f"Is it '{close}'? Download the package again." if close else "Download the package again.", file=file, line=1)
    if findings.stops:
        return {}
    places = [header.index(c) for c in COLUMNS]
    found: dict[str, PackageCodelist] = {}
    for line, cells in rows:
        if len(cells) <= max(places):
            findings.add("CT-ROW", STOP, f"The row has {len(cells)} cells, the header {len(header)}.", "Download the package again.", file=file, line=line)
            continue
        code, codelist, extensible, name, value, synonyms, preferred = (cells[p].strip() for p in places)
        if not code or not value:
            findings.add("CT-ROW", STOP, f"The row has no '{VALUE if code else CODE}'.", "Download the package again.", file=file, line=line)
        elif not codelist:
            add_codelist(found, PackageCodelist(code, name, value, extensible == "Yes"), extensible, file, line, findings)
        elif codelist not in found:
            findings.add("CT-ROW", STOP, f"The term '{value}' belongs to codelist {codelist}, which no row before it describes.",
                         "Download the package again.", file=file, line=line)
        else:
            add_term(found[codelist], PackageTerm(value, code, preferred, tuple(s.strip() for s in synonyms.split(";") if s.strip())), file, line, findings)
    return found


def add_codelist(found: dict[str, PackageCodelist], codelist: PackageCodelist, extensible: str, file: str, line: int, findings: Findings) -> None:
    if extensible not in ("Yes", "No"):
        findings.add("CT-ROW", STOP, f"Codelist {codelist.code} is extensible: '{extensible}', neither Yes nor No.", "Download the package again.", file=file, line=line)
    if found.setdefault(codelist.code, codelist) is not codelist:
        findings.add("CT-ROW", STOP, f"Codelist {codelist.code} stands twice.", "Download the package again.", file=file, line=line)


def add_term(codelist: PackageCodelist, term: PackageTerm, file: str, line: int, findings: Findings) -> None:
    if codelist.terms.setdefault(term.value, term) is not term:
        findings.add("CT-ROW", STOP, f"The term '{term.value}' stands twice in codelist {codelist.code}.", "Download the package again.", file=file, line=line)
