"""Codelists and long tables: files of their own, or sections of a dataset's file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

from onespec.engine.contract import Codelist
from onespec.engine.disk import bytes_of
from onespec.engine.findings import STOP, Findings
from onespec.engine.languages import LANGUAGES
from onespec.engine.notation import PLAIN
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.folder import files_of, unreadable
from onespec.engine.spec.labels import ENGLISH_EDITION, Edition
from onespec.engine.spec.published import Published
from onespec.engine.spec.yamltext import Map

_WHOLE = re.compile(r"[+-]?[0-9]+")
Tables = dict[str, list[dict[str, str]]]


_SAS_FORMAT = re.compile(r"(?=.{1,32}$)\$?[A-Za-z_](\w*[A-Za-z_])?", re.ASCII)  # SAS 9.4, names of formats


def read_codelists(
    listed: Map, file: str, findings: Findings, published: Published | None = None, edition: Edition = ENGLISH_EDITION
) -> dict[str, Codelist]:
    """The codelists of codelists.yaml, or of the section ``codelists`` of a dataset's file.

    Those with an NCI code are filled in with what is ``published``.
    """
    read = EntryReader(file, findings, then={Codelist: _held}, edition=edition).entries(Codelist, listed)
    full = {name: published.filled(c, listed[name]) if published else c for name, c in read.items()}
    return {name: _decoded(codelist, edition) for name, codelist in full.items()}


def _decoded(codelist: Codelist, edition: Edition) -> Codelist:
    """The codelist with decodes in the language of the edition."""
    known = {value: edition.known(term.said) for value, term in codelist.terms.items()}
    said = {value: {n: texts[n] for n in LANGUAGES if texts.get(n)} for value, texts in known.items()}
    terms = {v: replace(term, said=said[v], decode=edition.text(said[v])) for v, term in codelist.terms.items()}
    return replace(codelist, terms=terms)


def _held(reader: EntryReader, codelist: Codelist, written: Map) -> None:
    """Terms are what the codelist's type says, and one answer must not mean two of them."""
    meaning: dict[str, str] = {}
    like = {"integer": _WHOLE, "float": PLAIN}.get(codelist.type)
    if codelist.sas_format and not _SAS_FORMAT.fullmatch(codelist.sas_format):
        problem = f"'{codelist.sas_format}' of codelist {codelist.name} is no name of a SAS format."
        fix = "Write letters, digits and underscores, 32 at most, no digit at the end; $ before that of a text."
        reader.stop("SPEC-FORMAT", problem, fix, written.lines["sas_format"], value=codelist.sas_format)
    for term in codelist.terms.values():
        if like and not like.fullmatch(term.value):
            problem = f"Codelist {codelist.name} has the type {codelist.type} and the term '{term.value}'."
            reader.stop("SPEC-TYPE", problem, "Write 'type: text', or a number.", term.line)
    for term in codelist.terms.values():
        for answer in (term.value, *term.raw):
            known = meaning.setdefault(answer.casefold(), term.value)
            if known != term.value:
                reader.stop(
                    "SPEC-ANSWER",
                    f"In codelist {codelist.name} the answer '{answer}' means both {known} and {term.value}.",
                    "Remove one.",
                    term.line,
                )


def read_tables(folder: Path, findings: Findings, prefix: str = "") -> Tables:
    """The long tables of a study: tables/*.csv; ``prefix`` stands before their names in findings."""
    out = {}
    for path in files_of(folder / "tables", ".csv", findings):
        name = f"{prefix}tables/{path.name}"
        try:
            lines = list(csv.reader(io.StringIO(bytes_of(path).decode("utf-8-sig"), newline="")))
        except UnicodeDecodeError as error:
            findings.add(
                "SPEC-ENCODING", STOP, f"Byte {error.start} is not UTF-8.", "Save the table as UTF-8.", file=name
            )
            continue
        except OSError as error:
            unreadable(name, error, findings)
            continue
        header = [c.strip() for c in lines[0]] if lines else []
        if "" in header:
            findings.add("SPEC-TABLE", STOP, "A column has no name.", "Name it.", file=name, line=1)
        for column in sorted({c for c in header if c and header.count(c) > 1}):
            findings.add("SPEC-TABLE", STOP, f"The column '{column}' stands twice.", "Rename one.", file=name, line=1)
        for line, row in enumerate(lines[1:], 2):
            if row and len(row) != len(header):
                findings.add(
                    "SPEC-TABLE",
                    STOP,
                    f"The row has {len(row)} cells, the header {len(header)}.",
                    "Add or remove cells.",
                    file=name,
                    line=line,
                )
        out[path.stem] = [dict(zip(header, (c.strip() for c in row), strict=False)) for row in lines[1:] if any(row)]
    return out


def inline_tables(listed: Map, file: str, findings: Findings) -> Tables:
    """The section ``tables`` of a dataset's file: name -> list of rows, each a mapping of the same columns."""
    reader, out = EntryReader(file, findings), {}
    for name, rows in listed.items():
        if not isinstance(rows, list) or not all(isinstance(r, Map) for r in rows):
            reader.stop(
                "SPEC-TABLE",
                f"Table {name} must be a list of rows.",
                "Write '- {COLUMN: value, ...}' a line.",
                listed.lines[name],
            )
            continue
        columns = list(dict.fromkeys(c for r in rows for c in r))
        out[name] = [{c: r.get(c, "") for c in columns} for r in rows]
    return out
