"""Texts in languages, references to documents, methods and comments of a define.xml."""

from __future__ import annotations

from collections.abc import Iterable

from onespec.engine.metadata.elements import Element
from onespec.engine.metadata.model import Comment, Expression, Leaf, Method, Pages, Reference, Said


def translated(above: Element | None, tag: str = "Description") -> Said:
    """The texts of a Description, Decode or similar child, by language; a second one of a language is left."""
    found = above.one(tag) if above else None
    return _first(
        ((each, each.get("xml:lang"), each.text().strip()) for each in found.all("TranslatedText")) if found else ()
    )


def references(above: Element) -> tuple[Reference, ...]:
    """The document references of an element."""
    return tuple(
        Reference(leaf=each.get("leafID"), pages=tuple(_pages(p) for p in each.all("def:PDFPageRef")), line=each.line)
        for each in above.all("def:DocumentRef")
    )


def _pages(ref: Element) -> Pages:
    return Pages(
        type=ref.get("Type"),
        pages=tuple(ref.get("PageRefs").split()),
        first=ref.get("FirstPage"),
        last=ref.get("LastPage"),
        title=ref.get("Title"),
        line=ref.line,
    )


def read_leaf(leaf: Element, of: str = "") -> Leaf:
    """A file; ``of`` is the dataset that it holds."""
    title = leaf.one("def:title")
    return Leaf(
        oid=leaf.get("ID"),
        href=leaf.get("xlink:href"),
        title=title.text().strip() if title else "",
        of=of,
        line=leaf.line,
    )


def read_method(method: Element) -> Method:
    return Method(
        oid=method.get("OID"),
        name=method.get("Name"),
        type=method.get("Type"),
        said=translated(method),
        documents=references(method),
        expressions=tuple(expression(each) for each in method.all("FormalExpression")),
        line=method.line,
    )


def expression(each: Element) -> Expression:
    return Expression(context=each.get("Context"), code=each.text(), line=each.line)


def read_comment(comment: Element) -> Comment:
    return Comment(oid=comment.get("OID"), said=translated(comment), documents=references(comment), line=comment.line)


def aliases(above: Element) -> dict[str, str]:
    """Context -> name; a second one of a context is left."""
    return _first((each, each.get("Context"), each.get("Name")) for each in above.all("Alias"))


def _first(found: Iterable[tuple[Element, str, str]]) -> dict[str, str]:
    out: dict[str, str] = {}
    for each, key, value in found:
        if key in out:
            each.leave()
        out.setdefault(key, value)
    return out
