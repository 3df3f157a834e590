"""The table of NCI EVS's text and Excel forms: one row a codelist, then one row a term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onespec.engine.findings import NOTE, STOP, Findings, nearest
from onespec.engine.spec.terminology import PublishedCodelist, PublishedTerm

CODE, CODELIST, EXTENSIBLE, NAME, VALUE = (
    "Code",
    "Codelist Code",
    "Codelist Extensible (Yes/No)",
    "Codelist Name",
    "CDISC Submission Value",
)
SYNONYMS, PREFERRED = "CDISC Synonym(s)", "NCI Preferred Term"
COLUMNS = (CODE, CODELIST, EXTENSIBLE, NAME, VALUE, SYNONYMS, PREFERRED)  # there is a definition, too; it is not used
WITH_DATE = "Standard and Date"  # only in the CSV form


def is_header(cells: Sequence[str]) -> bool:
    """Whether a first row is one of this table, if only in part: a missing column must be told, not overlooked."""
    return sum(c in cells for c in COLUMNS) >= 3


def codelists_of(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], file: str, findings: Findings
) -> dict[str, PublishedCodelist]:
    """The codelists by NCI code.

    A missing column is a stop; a damaged row, as some packages have them, is left out with a note.
    header  names of the columns, in any order
    rows    (line in the file, cells); a codelist's own row may stand after its terms
    """
    for column in COLUMNS:
        if column not in header:
            close = nearest(column, [c for c in header if c not in COLUMNS])
            findings.add(
                "CT-COLUMN",
                STOP,
                f"The column '{column}' is missing.",
                f"Is it '{close}'? Download the package again." if close else "Download the package again.",
                file=file,
                line=1,
            )
    if findings.stops:
        return {}
    places = [header.index(c) for c in COLUMNS]
    found: dict[str, PublishedCodelist] = {}
    terms = []
    for line, cells in rows:
        cells = [*cells, *[""] * (max(places) + 1 - len(cells))]  # trailing blanks are not always written
        code, codelist, extensible, name, value, synonyms, preferred = (cells[p].strip() for p in places)
        if not code or not value:
            left_out(f"The row has no '{VALUE if code else CODE}'", file, line, findings)
        elif codelist in ("", code):  # the code itself: packages up to 2011
            add_codelist(
                found, PublishedCodelist(code, name, value, extensible == "Yes"), extensible, file, line, findings
            )
        else:
            terms.append(
                (
                    codelist,
                    PublishedTerm(value, code, preferred, tuple(s.strip() for s in synonyms.split(";") if s.strip())),
                    line,
                )
            )
    for codelist, term, line in terms:
        if codelist in found:
            add_term(found[codelist], term, file, line, findings)
        else:
            left_out(
                f"The term '{term.value}' belongs to codelist {codelist}, which no row describes", file, line, findings
            )
    return found


def left_out(what: str, file: str, line: int | None, findings: Findings) -> None:
    findings.add(
        "CT-ROW",
        NOTE,
        f"{what}; it is left out.",
        "Download the package again; if it stays, the fault is the publisher's.",
        file=file,
        line=line,
    )


def add_codelist(
    found: dict[str, PublishedCodelist],
    codelist: PublishedCodelist,
    extensible: str,
    file: str,
    line: int,
    findings: Findings,
) -> None:
    if extensible not in ("Yes", "No"):
        findings.add(
            "CT-ROW",
            NOTE,
            f"Codelist {codelist.code} is extensible: '{extensible}', neither Yes nor No; it counts as No.",
            "Look into the package.",
            file=file,
            line=line,
        )
    if found.setdefault(codelist.code, codelist) is not codelist:
        left_out(f"Codelist {codelist.code} stands twice", file, line, findings)


def add_term(codelist: PublishedCodelist, term: PublishedTerm, file: str, line: int, findings: Findings) -> None:
    assert isinstance(codelist.terms, dict), "a package that is read from a download takes one term after the other"
    if codelist.terms.setdefault(term.value, term) is not term:
        left_out(f"The term '{term.value}' stands twice in codelist {codelist.code}", file, line, findings)
