"""Documents beside the data.

Leaves, the annotated CRF, supplemental documents (Define-XML 2.1, 5.3.7, 5.3.8, 5.3.16).
"""

from __future__ import annotations

from lxml import etree

from onespec.define.oids import oid
from onespec.define.speech import Speech
from onespec.define.tables import named_document
from onespec.define.telling import Told
from onespec.define.xml import containing, element
from onespec.engine.spec.model import Study

ACRF = "acrf"
_ENGLISH = Speech()


def leaf(identifier: str, href: str, title: str) -> etree._Element:
    """A def:leaf: the place of a file, relative to define.xml."""
    return element("def:leaf", {"ID": identifier, "xlink:href": href}, containing("def:title", title))


class Documents:
    """The study's documents that one define.xml names.

    The annotated CRF is named where an origin cites it; a document with ``standard: sdtm`` or
    ``standard: adam`` only in the define.xml of that standard.
    """

    def __init__(self, study: Study, standard: str):
        self._documents = {
            name: document for name, document in study.documents.items() if document.standard in ("", standard)
        }
        self._cited = False

    def crf_pages(self, pages: tuple[str, ...]) -> etree._Element | None:
        """A reference to pages of the annotated CRF; None when the study has none."""
        if ACRF not in self._documents:
            return None
        self._cited = True
        refs = element("def:PDFPageRef", {"PageRefs": " ".join(pages), "Type": "PhysicalRef"}) if pages else None
        return _reference(ACRF, refs)

    def named_in(self, told: Told) -> list[etree._Element]:
        """References to the documents that a text names by their titles."""
        return [
            _reference(name)
            for name, document in self._documents.items()
            if name != ACRF and named_document(document.title or document.href, _ENGLISH) in told.english
        ]

    def heads(self) -> list[etree._Element]:
        """def:AnnotatedCRF and def:SupplementalDoc."""
        others = [_reference(name) for name in self._documents if name != ACRF]
        return [
            *([element("def:AnnotatedCRF", None, _reference(ACRF))] if self._cited else []),
            *([element("def:SupplementalDoc", None, *others)] if others else []),
        ]

    def leaves(self) -> list[etree._Element]:
        return [
            leaf(oid("LF", name), document.href, document.title or document.href)
            for name, document in self._documents.items()
            if name != ACRF or self._cited
        ]


def _reference(name: str, *children: etree._Element | None) -> etree._Element:
    return element("def:DocumentRef", {"leafID": oid("LF", name)}, *children)
