"""What is used where: for each codelist, method, comment and document the places that refer to it."""

from __future__ import annotations

from collections.abc import Iterable

from onespec.define.html.rows import Clause, Shown
from onespec.engine.metadata.model import Metadata, Reference

Uses = dict[str, dict[str, tuple[str, int]]]  # OID -> title -> the first anchor, how many places


def used(shown: Iterable[Shown], metadata: Metadata, anchors: dict[str, dict[str, str]]) -> Uses:
    """The uses by OID; a comment may be used by what is no variable: its dataset, codelist, standard, analysis.

    anchors  those of codelists, methods, comments and displays, by kind and OID
    """
    out: Uses = {}

    def note(oid: str, title: str, anchor: str) -> None:
        if oid:
            places = out.setdefault(oid, {})
            first, count = places.get(title, (anchor, 0))
            places[title] = (first, count + 1)

    def note_documents(references: Iterable[Reference], title: str, anchor: str) -> None:
        for leaf in dict.fromkeys(reference.leaf for reference in references):
            note(leaf, title, anchor)

    def note_clauses(clauses: Iterable[Clause], title: str, anchor: str) -> None:
        for clause in clauses:
            note(clause.comment, title, anchor)

    for each in shown:
        note(each.dataset.comment, each.dataset.name, each.id)
        for row in (row for top in each.rows for row in top.all()):
            variable = row.variable
            for oid in (variable.codelist, variable.role_codelist, variable.method, variable.comment):
                note(oid, row.title, row.id)
            note_clauses(row.clauses, row.title, row.id)
    for standard in metadata.standards:
        note(standard.comment, f"{standard.name} {standard.version}".strip(), "study")
    note(metadata.comment, metadata.name or metadata.oid, "study")
    for codelist in metadata.codelists:
        note(codelist.comment, codelist.name, anchors["codelists"][codelist.oid])
    for kind, elements in (("methods", metadata.methods), ("comments", metadata.comments)):
        for element in elements:
            note_documents(element.documents, getattr(element, "name", element.oid), anchors[kind][element.oid])
    for display in metadata.displays:
        anchor = anchors["displays"][display.oid]
        note_documents(display.documents, display.name, anchor)
        for analysis in display.analyses:
            note(analysis.comment, display.name, anchor)
            note_documents((*analysis.documents, *analysis.code_documents), display.name, anchor)
    return out
