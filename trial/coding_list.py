"""The list for the coder: a sheet a dictionary, the terms that are coded in several ways, the texts to translate."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill

from onespec.engine.run.terms import Stand, Term, most, rows_text
from onespec.engine.spec.coding import CODER, COMMENT, DATE, DECODE, TRANSLATION, VERSION, code_columns
from onespec.engine.workbook import add_sheet, workbook_bytes
from onespec.trial.coding import Terms, Untranslated

ABOUT, WAYS, TRANSLATIONS = "About", "Several ways", "Translations"
TOLD = ("verbatim", "language", "translation", "records", "subjects", "stands in", "first rows", "nearby", "coded as")
SIGNED = ("version", "coder", "date", "comment")
TRANSLATED = ("text", "language", "stands in", "records", "first rows", "translation", "translator", "date", "comment")
_CELLS = dict(zip(SIGNED, (VERSION, CODER, DATE, COMMENT), strict=True))
_TO_FILL = PatternFill("solid", fgColor="2E7D4F")
_FEW = 3  # values of what stands nearby

Row = dict[str, str]  # the codes of a term, by column, with those of `SIGNED`


def sheet_of(dictionary: str) -> str:
    """The sheet of a dictionary."""
    return re.sub(r"[\\/*?:\[\]]", "_", dictionary)[:31]


def head_of(terms: Terms, dictionary: str) -> tuple[str, ...]:
    """The columns of a dictionary's sheet."""
    return (*TOLD, *code_columns(terms.study, dictionary), *SIGNED)


def coding_workbook(terms: Terms, everything: bool = False) -> bytes:
    """The list as a workbook: what waits, or ``everything``, with the codes as they are."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_sheet(book, ABOUT, ("what", "says"), list(_about(terms)))
    for dictionary in terms.dictionaries:
        listed = [t for t in terms.of(dictionary) if everything or t.open]
        head = head_of(terms, dictionary)
        add_sheet(book, sheet_of(dictionary), head, [_term_row(terms, t, head) for t in listed])
    add_sheet(
        book,
        WAYS,
        ("dictionary", "verbatim", "language", "column", "code", "records", "subjects", "stands in", "first rows"),
        [row for t in terms.terms for row in _ways(terms, t)],
    )
    rows = [_text_row(terms, text) for text in terms.untranslated]
    if everything:
        rows += [_given_row(terms, key) for key in terms.translations if key not in {t.key for t in terms.untranslated}]
    add_sheet(book, TRANSLATIONS, TRANSLATED, rows)
    for sheet in book.worksheets:
        _laid_out(sheet)
    return workbook_bytes(book)


def _laid_out(sheet: Any) -> None:
    """The columns to fill have a head of another colour; a sheet is printed in its whole width."""
    to_read = {TRANSLATIONS: TRANSLATED[:5], ABOUT: None, WAYS: None}.get(sheet.title, TOLD)
    for cell in sheet[1]:
        if to_read is not None and cell.value not in to_read:
            cell.fill = _TO_FILL
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in str(cell.value or ""))
            column = sheet.column_dimensions[cell.column_letter]
            column.width = max(column.width, min(wide + 2, 60))
            if isinstance(cell.value, int):
                cell.alignment = Alignment(horizontal="left", vertical="top")
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _about(terms: Terms) -> Iterable[tuple[str, str]]:
    study = terms.study
    yield "study", study.id
    for key in terms.dictionaries:
        dictionary = study.dictionaries[key]
        yield f"sheet {sheet_of(key)}", f"{dictionary.name}, version {dictionary.version}"
        for column, variable in code_columns(study, key).items():
            yield f"column {column}", variable.label
    for said in filter(None, terms.coding.text().split(". ")):
        yield "terms", said.removesuffix(".")
    yield "to be filled", "the green columns: all codes of a term, with who and when"
    yield "date", "the day, as YYYY-MM-DD"
    yield "version", "that of the dictionary by which the term is coded"
    yield "no code", "a term that cannot be coded gets a comment alone"
    yield f"sheet {WAYS}", "terms with several codes; for reading"
    yield f"sheet {TRANSLATIONS}", "texts without translation; with who and when"
    yield "afterwards", "onespec coding --read takes the file back"


def shown(terms: Terms, term: Term) -> Row:
    """The codes of a term as the list shows them: those that a coder gave, or those of all its records."""
    columns = code_columns(terms.study, term.dictionary)
    version = terms.study.dictionaries[term.dictionary].version
    if term.table is not None:
        cells = term.table.cells
        return {c: cells.get(c, "") for c in columns} | {c: cells.get(_CELLS[c], "") for c in SIGNED}
    codes: Row = {} if term.open else dict(reversed([*_largest(term).by_column.items()]))
    return {c: codes.get(c, "") for c in columns} | dict.fromkeys(SIGNED, "") | {"version": version}


def _largest(term: Term) -> Stand:
    return max(term.stands, key=lambda s: (s.standing.records, s.codes))


def _term_row(terms: Terms, term: Term, head: tuple[str, ...]) -> list[object]:
    stands, row = term.open or list(term.stands), shown(terms, term)
    told = {
        "verbatim": term.verbatim,
        "language": terms.language(term.verbatim, term.fields),
        "translation": term.translation,
        "records": sum(s.standing.records for s in stands),
        "subjects": "; ".join(str(s.standing.subjects) for s in stands),
        "stands in": stands_in(stands),
        "first rows": "; ".join(rows_text(stands)),
        "nearby": nearby(stands),
        "coded as": "; ".join(_coded_as(term)) if term.open else "",
    }
    if len(stands) == 1:
        told["subjects"] = stands[0].standing.subjects
    return [(told | row)[column] for column in head]


def stands_in(stands: Iterable[Stand]) -> str:
    """``AE 3``: the records by dataset."""
    count: Counter[str] = Counter()
    for stand in stands:
        count[stand.coded.dataset] += stand.standing.records
    return "; ".join(f"{name} {n}" for name, n in count.items())


def nearby(stands: Iterable[Stand]) -> str:
    """What stands beside a term: the indication, the route; the most frequent values."""
    found: dict[str, Counter[str]] = {}
    for stand in stands:
        for name, values in stand.standing.beside.items():
            found[name] = found.get(name, Counter()) + values
    return "; ".join(f"{name} {', '.join(most(values)[:_FEW])}" for name, values in found.items())


def _coded_as(term: Term) -> Iterable[str]:
    """The codes of its other records."""
    for stand in term.stands:
        if not stand.missing:
            yield f"{stand.by_column.get(DECODE, '')} in {stand.standing.records} of {stand.coded.dataset}"


def _ways(terms: Terms, term: Term) -> Iterable[list[object]]:
    language = terms.language(term.verbatim, term.fields)
    for column, values in term.ways.items():
        for value, stands in sorted(values.items()):
            where = [stands_in(stands), "; ".join(rows_text(stands))] if stands else [_table(terms, term), ""]
            counts = [sum(s.standing.records for s in stands), sum(s.standing.subjects for s in stands)]
            yield [term.dictionary, term.verbatim, language, column, value, *counts, *where]


def _table(terms: Terms, term: Term) -> str:
    return f"table {terms.study.dictionaries[term.dictionary].codes}"


def _text_row(terms: Terms, text: Untranslated) -> list[object]:
    fields = most(text.fields)
    rows: dict[str, list[int]] = {}
    for _, _, file, row, _ in text.places:
        rows.setdefault(file, []).append(row)
    first = "; ".join(f"{file} row{'s' * (len(n) > 1)} {', '.join(map(str, n))}" for file, n in rows.items())
    return [text.text, terms.language(text.text, fields), "; ".join(fields), text.records, first, "", "", "", ""]


def _given_row(terms: Terms, key: str) -> list[object]:
    cells = terms.translations[key].cells
    text = cells["VERBATIM"]
    given = [cells.get(name, "") for name in (TRANSLATION, CODER, DATE, COMMENT)]
    return [text, "en" if text.isascii() else "", "", 0, "", *given]
