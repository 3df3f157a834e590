"""The filled list of the coder, read back into the tables of codes and translations; nothing of the export changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from onespec.engine.findings import QUERY, STOP, Findings, Stopped
from onespec.engine.run.terms import Term
from onespec.engine.sheets import FORMULA, NoWorkbook, read_sheet, sheet_names
from onespec.engine.spec.coding import (
    CODER,
    COMMENT,
    DATE,
    LANGUAGE,
    TRANSLATED,
    VERBATIM,
    VERSION,
    code_columns,
    code_faults,
    folded,
    table_columns,
    translation_faults,
)
from onespec.engine.workbook import in_cell
from onespec.trial.coding import Terms
from onespec.trial.coding_list import ABOUT, TRANSLATIONS, WAYS, head_of, sheet_of, shown
from onespec.trial.coding_list import TRANSLATED as TEXT_HEAD

ANSWER, COMMENTED = "TERM-ANSWER", "TERM-COMMENT"
_KEEP = "Keep the sheets and columns as written."
_ANEW = "Write the list anew, and fill what it still asks."

Table = list[dict[str, str]]
Sheet = dict[int, dict[str, str]]  # by row (1 is the head), a row by column


@dataclass
class Answers:
    """What a filled list says: by table its rows as they are now, and what of it is new.

    codes         by dictionary how many terms got a code, ``translations`` how many texts a translation
    """

    tables: dict[str, tuple[list[str], Table]] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    translations: int = 0
    findings: Findings = field(default_factory=Findings)

    def files(self) -> dict[str, bytes]:
        """The files of the tables that change."""
        return {f"tables/{name}.csv": _csv(columns, rows) for name, (columns, rows) in self.tables.items()}


def read_answers(terms: Terms, file: Path) -> Answers:
    """Hold a filled list against the terms; raises `Stopped` with all that is wrong with it."""
    out, reader = Answers(), _Reader(file, Findings())
    known = {sheet_of(d): d for d in terms.dictionaries}
    names = reader.sheets()
    for name in names:
        if name in known:
            _codes(terms, known[name], reader, out)
        elif name == TRANSLATIONS:
            _translations(terms, reader, out)
        elif name not in (ABOUT, WAYS):
            reader.stop(f"There is no dictionary for the sheet '{name}'.", _KEEP)
    if reader.findings.stops:
        raise Stopped(reader.findings)
    out.findings += reader.findings
    return out


class _Reader:
    """The sheets of a file; what is wrong with its cells is collected."""

    def __init__(self, file: Path, findings: Findings):
        self.file, self.findings = file, findings

    def stop(self, message: str, fix: str, row: int | None = None, column: str = "") -> None:
        self.findings.add(ANSWER, STOP, message, fix, file=self.file.name, row=row, column=column)

    def sheets(self) -> list[str]:
        try:
            return sheet_names(self.file)
        except NoWorkbook as wrong:
            self.stop(f"The list cannot be read: {wrong}.", "Write it anew.")
            return []

    def rows(self, sheet: str, head: tuple[str, ...]) -> Sheet:
        """The filled rows of a sheet; nothing where its head is another one."""
        try:
            read = read_sheet(self.file, sheet)
        except NoWorkbook as wrong:
            self.stop(f"Sheet {sheet} cannot be read: {wrong}.", "Write it anew.")
            return {}
        cells = [[_text(cell) for cell in row] for row in read.cells]
        found = tuple(cells[0]) if cells else ()
        if found[: len(head)] != head or any(found[len(head) :]):
            other = [c for c in found if c not in head and c] or [c for c in head if c not in found]
            self.stop(f"The head of sheet {sheet} is not as written: {', '.join(other) or 'another order'}.", _KEEP)
            return {}
        for doubt in read.doubts:
            if doubt.column < len(head):
                what = "a formula without a result" if doubt.kind == FORMULA else "a number that is shown otherwise"
                said = f"Sheet {sheet}: the cell holds {what}: {doubt.text}."
                self.stop(said, "Write the answer itself, as text.", doubt.row + 1, head[doubt.column])
        wide = ([*row, *[""] * len(head)][: len(head)] for row in cells[1:])
        return {n: dict(zip(head, row, strict=True)) for n, row in enumerate(wide, 2) if any(row)}


def _text(cell: object) -> str:
    """A cell as text: a whole number without a point, a day without a time."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().removesuffix(" 00:00:00")


def _codes(terms: Terms, dictionary: str, reader: _Reader, out: Answers) -> None:
    """The answers of a dictionary's sheet, in its table of codes."""
    study, sheet = terms.study, sheet_of(dictionary)
    columns, known = code_columns(study, dictionary), {}
    for term in terms.of(dictionary):
        known |= {folded(in_cell(term.verbatim)): term, term.key: term}
    name, version = study.dictionaries[dictionary].codes, study.dictionaries[dictionary].version
    table = study.tables.get(name, [])
    before = {folded(row.get(VERBATIM, "")) for row in table}
    answered: dict[str, tuple[int, dict[str, str]]] = {}
    for number, row in reader.rows(sheet, head_of(terms, dictionary)).items():
        term = known.get(folded(row["verbatim"]))
        codes = {column: row[column] for column in columns}
        if term is None:
            if folded(row["verbatim"]) not in before or any(codes.values()):
                said = f"Sheet {sheet}: the term '{row['verbatim']}' does not stand in the data."
                reader.stop(said, _ANEW, number, "verbatim")
            continue
        if not any(codes.values()):
            _commented(term, row, reader, number)
        elif _is_new(terms, term, row, codes):
            if term.key in answered:
                said = f"Sheet {sheet}: '{term.verbatim}' is answered in row {answered[term.key][0]}, too."
                reader.stop(said, "Give one answer.", number, "verbatim")
            if row["version"] != version:
                said = f"Sheet {sheet}: '{term.verbatim}' is coded by version '{row['version']}', not '{version}'."
                reader.stop(said, "Code by the version that study.yaml says, or change it there.", number, "version")
            answered[term.key] = number, _row(terms, term, row, codes)
    _into(name, f"codes: {dictionary.lower()}_codes' at dictionary '{dictionary}", answered, reader)
    if answered and name:
        merged = _merged(table, {key: row for key, (_, row) in answered.items()})
        rows = {key: number for key, (number, _) in answered.items()}
        _hold(merged, rows, lambda given: code_faults(given, columns, study), reader, sheet)
        out.tables[name] = table_columns(study, dictionary), merged
        out.codes[study.dictionaries[dictionary].name or dictionary] = len(answered)


def _is_new(terms: Terms, term: Term, row: Mapping[str, str], codes: Mapping[str, str]) -> bool:
    """Does a row say something else than the list would show, or than all records of the term hold?"""
    now = shown(terms, term)
    same = all(codes[column] == in_cell(now[column]).strip() for column in codes)
    signed = row["coder"] or row["date"]
    return not (same and (not signed or all(row[n] == in_cell(now[n]).strip() for n in ("coder", "date", "comment"))))


def _row(terms: Terms, term: Term, row: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, str]:
    language = terms.language(term.verbatim, term.fields)
    signed = {VERSION: row["version"], CODER: row["coder"], DATE: row["date"], COMMENT: row["comment"]}
    return {VERBATIM: _plain(term.verbatim), LANGUAGE: language, **codes, **signed}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _commented(term: Term, row: Mapping[str, str], reader: _Reader, number: int) -> None:
    """A term that the coder sends back: a query; a signature alone says nothing."""
    if row["comment"]:
        by = f" ({row['coder']})" if row["coder"] else ""
        said = f"The coder gives '{term.verbatim}' no code: {row['comment']}{by}"
        place = {"file": reader.file.name, "row": number, "value": term.verbatim}
        reader.findings.add(COMMENTED, QUERY, said, "Ask the site, or answer the coder.", **place)
    elif row["coder"] and term.open:
        said = f"'{term.verbatim}' is signed and has no code."
        reader.stop(said, "Give the code, or say in a comment why there is none.", number, "coder")


def _translations(terms: Terms, reader: _Reader, out: Answers) -> None:
    """The answers of the sheet of texts, in the table of translations."""
    study, now = terms.study, terms.translations
    texts = {key: row.cells[VERBATIM] for key, row in now.items()}
    texts |= {text.key: text.text for text in terms.untranslated}
    known = {folded(in_cell(text)): key for key, text in texts.items()} | {key: key for key in texts}
    answered: dict[str, tuple[int, dict[str, str]]] = {}
    for number, row in reader.rows(TRANSLATIONS, TEXT_HEAD).items():
        key, signed = known.get(folded(row["text"]), ""), (row["translator"], row["date"], row["comment"])
        if not key:
            said = f"The text '{row['text']}' waits for no translation."
            reader.stop(said, _ANEW, number, "text")
        elif row["translation"]:
            said = (_plain(texts[key]), row["translation"], *signed)
            given: dict[str, str] = dict(zip(TRANSLATED, said, strict=True))
            cells = now[key].cells if key in now else {}
            if any(given[n] != in_cell(cells.get(n, "")).strip() for n in TRANSLATED if n != VERBATIM):
                if key in answered:
                    said = f"'{row['text']}' is translated in row {answered[key][0]}, too."
                    reader.stop(said, "Give one translation.", number, "text")
                answered[key] = number, given
        elif any(signed[:2]) and key not in now:
            reader.stop(f"'{row['text']}' is signed and has no translation.", "Translate it.", number, "translation")
    _into(study.translations, "translations: translations", answered, reader)
    if answered and study.translations:
        merged = _merged(study.tables.get(study.translations, []), {key: row for key, (_, row) in answered.items()})
        _hold(merged, {key: n for key, (n, _) in answered.items()}, translation_faults, reader, TRANSLATIONS)
        out.tables[study.translations], out.translations = (list(TRANSLATED), merged), len(answered)


def _into(table: str, entry: str, answered: Mapping[str, object], reader: _Reader) -> None:
    if answered and not table:
        reader.stop("study.yaml names no table for these answers.", f"Write '{entry}' there.")


def _hold(
    merged: Table, rows: Mapping[str, int], faults: Callable[[Table], Iterable], reader: _Reader, sheet: str
) -> None:
    """What is wrong with the rows of a table that the list has given."""
    for line, said, fix in faults(merged):
        key = folded(merged[line - 2].get(VERBATIM, "")) if line > 1 else ""
        if line == 1 or key in rows:
            reader.stop(f"Sheet {sheet}: {said}", fix, rows.get(key))


def _merged(table: Table, answered: Mapping[str, dict[str, str]]) -> Table:
    """The rows of a table with answers in the places of the rows of the same texts, new ones at the end."""
    old = [folded(row.get(VERBATIM, "")) for row in table]
    kept = [row | answered[key] if key in answered else row for key, row in zip(old, table, strict=True)]
    return [*kept, *(answered[key] for key in sorted(answered.keys() - set(old)))]


def _csv(columns: list[str], rows: Table) -> bytes:
    """A table as its file: texts as they are, as the specification reads them back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(c, "") for c in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")
