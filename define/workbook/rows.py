"""What the rows of all sheets have in common: texts in languages, what stands beside, references to documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from onespec.define.oids import Once, oid
from onespec.define.workbook.conditions import pages_text, parsed_pages
from onespec.define.workbook.grid import Book, Grid, Row
from onespec.define.workbook.landed import SheetLanded
from onespec.engine.metadata.model import Reference, Standard

TERMINOLOGY = "CDISC/NCI"
_YES = {"y": "Yes", "yes": "Yes", "true": "Yes", "n": "No", "no": "No", "false": "No"}
_WITH_PAGES = re.compile(r"(.+?)\s*\(([^()]*)\)")
_LONGEST = 80  # characters of an identifier that is made of texts


@dataclass
class Table:
    """A sheet while it is read: how many of its rows landed, and what stands beside."""

    grid: Grid
    landed: int = 0
    beside: Counter[str] = field(default_factory=Counter)

    def done(self) -> SheetLanded:
        grid = self.grid
        return SheetLanded(grid.name, len(grid.rows), self.landed, dict(self.beside), tuple(grid.unplaced))


@dataclass
class Common:
    """What is known of the whole workbook while its sheets are read."""

    book: Book
    language: str = ""
    crf: str = ""
    documents: frozenset[str] = frozenset()
    remarks: list[str] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)
    standards: dict[str, Standard] = field(default_factory=dict)
    once: Once[Any] = field(default_factory=Once)

    def table(self, name: str) -> Table | None:
        """A sheet by the name of its layout."""
        if name in self.book.grids and name not in self.tables:
            self.tables[name] = Table(self.book.grids[name])
        return self.tables.get(name)

    def rows(self, name: str) -> list[Row]:
        table = self.table(name)
        return table.grid.rows if table else []

    def landing(self, name: str, row: Row) -> dict[str, Any]:
        """A row lands: its number, and what stands beside what it describes."""
        table = self.tables[name]
        table.landed += 1
        columns = [column for column in table.grid.layout.columns if column.beside and row[column.field]]
        beside = {column.header: row[column.field].strip() for column in columns}
        beside |= {header: text.strip() for header, text in row.unknown.items()}
        table.beside.update(beside.keys())
        return {"line": row.number, "beside": beside}

    def remark(self, name: str, row: Row, said: str) -> None:
        self.remarks.append(f"{self.tables[name].grid.name}, row {row.number}: {said}")

    def said(self, row: Row, name: str) -> dict[str, str]:
        """A text with the languages in which the sheet has it."""
        out = {self.language: row[name].strip()} if row[name].strip() else {}
        return out | {language: text.strip() for language, text in row.others.get(name, {}).items()}

    def standard(self, text: str, kind: str) -> str:
        """The OID of ``SDTMIG 3.4`` (IG) or ``SDTM 2025-03-28`` (CT), "" of nothing."""
        text = text.strip()
        if not text:
            return ""
        name, _, version = text.rpartition(" ")
        if not name or not any(c.isdigit() for c in version):
            name, version = text, ""
        made = self.once.of(("standard", kind, text), oid("STD", *(["CT"] if kind == "CT" else []), name, version))
        if kind == "CT":
            ct = Standard(oid=made, name=TERMINOLOGY, type=kind, version=version, publishing_set=name)
            self.standards.setdefault(made, ct)
        else:
            self.standards.setdefault(made, Standard(oid=made, name=name, type=kind, version=version))
        return made

    def references(self, document: str, pages: str) -> tuple[Reference, ...]:
        """The document, or documents, of a row with their pages."""
        ids = [document.strip()] if document.strip() in self.documents else split_ids(document, self.documents)
        return tuple(Reference(leaf=each, pages=parsed_pages(pages)) for each in ids)


def yes_no(text: str) -> str:
    """
    >>> yes_no("Y"), yes_no("No"), yes_no("Conditional")
    ('Yes', 'No', 'Conditional')
    """
    return _YES.get(text.strip().casefold(), text.strip())


def split_ids(text: str, known: Collection[str]) -> list[str]:
    """The IDs in a cell: it is one, or several known ones parted by commas or lines."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]
    return parts if parts and all(part in known for part in parts) else [text.strip()] if text.strip() else []


def slug(kind: str, *parts: str) -> str:
    return oid(kind, *(part[:_LONGEST] for part in parts))


def references_text(references: Sequence[Reference], without: str = "", between: str = "; ") -> str:
    """References with their pages, as ``LF.sap (12, 15)``; those of the document ``without`` as pages alone.

    >>> from onespec.engine.metadata.model import Pages
    >>> references_text([Reference(leaf="crf", pages=(Pages(pages=("7",)),)), Reference(leaf="sap")], "crf")
    '7; sap'
    """
    out = []
    for each in references:
        pages = pages_text(each.pages)
        out.append(pages if pages and each.leaf == without else f"{each.leaf} ({pages})" if pages else each.leaf)
    return between.join(out)


def parsed_references(text: str, documents: Collection[str], without: str = "") -> tuple[Reference, ...]:
    """The references that a text of this form names; pages alone are those of ``without``."""
    out: list[tuple[str, str]] = []
    for part in (part.strip() for part in re.split(r"[;\n]", text)):
        named = _WITH_PAGES.fullmatch(part)
        if not part:
            continue
        if named:
            out.append((named[1], named[2]))
        elif not without or part in documents:
            out += [(each, "") for each in split_ids(part, documents)]
        elif out and out[-1][0] == without:
            out[-1] = (without, f"{out[-1][1]}, {part}")
        else:
            out.append((without, part))
    return tuple(Reference(leaf=leaf, pages=parsed_pages(pages)) for leaf, pages in out)
