"""Elements of a define.xml that is written from its model: texts, references to documents, methods, comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from onespec.define.xml import DEFINE_2_0, element, to_bytes
from onespec.engine.metadata.model import Comment, Expression, Leaf, Method, Pages, Reference, Said


class Writing:
    """Makes elements of one version; ``old`` is Define-XML 2.0."""

    def __init__(self, old: bool):
        self.old = old

    def element(
        self, tag: str, attributes: Mapping[str, object] | None = None, *children: etree._Element | None
    ) -> etree._Element:
        return (
            element(tag, attributes, *children, spaces=DEFINE_2_0) if self.old else element(tag, attributes, *children)
        )

    def bytes_of(self, root: etree._Element) -> bytes:
        return to_bytes(root, styled=not self.old)

    def text(self, tag: str, said: str) -> etree._Element:
        out = self.element(tag)
        out.text = said
        return out

    def said(self, said: Said, tag: str = "Description") -> etree._Element | None:
        """A text in its languages; None without any."""
        texts = []
        for language, words in said.items():
            texts.append(self.text("TranslatedText", words))
            if language:
                texts[-1].set("{http://www.w3.org/XML/1998/namespace}lang", language)
        return self.element(tag, None, *texts) if texts else None

    def aliases(self, aliases: Mapping[str, str]) -> Iterator[etree._Element]:
        for context, name in aliases.items():
            yield self.element("Alias", {"Context": context, "Name": name})

    def references(self, references: Iterable[Reference]) -> list[etree._Element]:
        return [
            self.element("def:DocumentRef", {"leafID": each.leaf}, *(self._pages(p) for p in each.pages))
            for each in references
        ]

    def referring(self, tag: str, references: Iterable[Reference]) -> etree._Element | None:
        """An element that holds nothing but references; None without any."""
        made = self.references(references)
        return self.element(tag, None, *made) if made else None

    def _pages(self, pages: Pages) -> etree._Element:
        attributes = {
            "PageRefs": " ".join(pages.pages),
            "Type": pages.type,
            "FirstPage": pages.first,
            "LastPage": pages.last,
            "Title": pages.title,
        }
        return self.element("def:PDFPageRef", attributes)

    def leaf(self, leaf: Leaf) -> etree._Element:
        return self.element("def:leaf", {"ID": leaf.oid, "xlink:href": leaf.href}, self.text("def:title", leaf.title))

    def method(self, method: Method) -> etree._Element:
        return self.element(
            "MethodDef",
            {"OID": method.oid, "Name": method.name, "Type": method.type},
            self.said(method.said),
            *(self.expression(each) for each in method.expressions),
            *self.references(method.documents),
        )

    def expression(self, expression: Expression) -> etree._Element:
        out = self.text("FormalExpression", expression.code)
        out.set("Context", expression.context)
        return out

    def comment(self, comment: Comment) -> etree._Element:
        return self.element(
            "def:CommentDef", {"OID": comment.oid}, self.said(comment.said), *self.references(comment.documents)
        )
