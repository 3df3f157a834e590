"""Reading anybody's define.xml, 2.0 or 2.1, valid or not: everything that it says, and what could not be placed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from onespec.engine.disk import bytes_of
from onespec.engine.metadata.elements import Element
from onespec.engine.metadata.items import Items
from onespec.engine.metadata.lists import read_codelist
from onespec.engine.metadata.model import Metadata, Standard
from onespec.engine.metadata.results import read_display
from onespec.engine.metadata.texts import read_comment, read_leaf, read_method, references

_DEFINE = "http://www.cdisc.org/ns/def/"
LARGEST = 256 * 1024 * 1024  # bytes


class NotDefine(ValueError):
    """The file is no define.xml that can be read; the message says why, in words for the user."""


def read_define(path: Path) -> Metadata:
    """What a file says; raises `NotDefine` for one that is no Define-XML 2.0 or 2.1, `OSError` for one unread."""
    if path.stat().st_size > LARGEST:
        raise NotDefine(f"The file is larger than {LARGEST >> 20} MB: no define.xml is.")
    return parse_define(bytes_of(path))


def parse_define(content: bytes) -> Metadata:
    """The same of the content of a file."""
    root = parsed(content)
    outer = Element(root)
    study = outer.one("Study")
    version = study.one("MetaDataVersion") if study else None
    if study is None or version is None:
        raise NotDefine("The file has no Study with a MetaDataVersion; a define.xml has one.")
    return _Reader(outer, study, version).metadata()


def parsed(content: bytes) -> etree._Element:
    """The root of a define.xml; raises `NotDefine` for anything else.

    A document type declaration is refused: entities could stand for other files, or for more text than fits.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise NotDefine(f"The file is no well-formed XML: {error.msg}.") from None
    if root.getroottree().docinfo.doctype:  # pyright: ignore[reportAttributeAccessIssue]  lxml-stubs lack it
        raise NotDefine("The file declares a document type (DOCTYPE), which a define.xml has none of; it is not read.")
    spaces = {str(uri) for node in root.iter(etree.Element) for uri in node.nsmap.values()}
    versions = sorted(uri.removeprefix(_DEFINE).lstrip("v") for uri in spaces if uri.startswith(_DEFINE))
    if etree.QName(root).localname != "ODM":
        raise NotDefine(f"The file is no define.xml: its root is {etree.QName(root).localname}, that of one is ODM.")
    if not versions:
        raise NotDefine("The file is ODM-XML without the namespace of Define-XML: it is no define.xml.")
    if not {"2.0", "2.1"} & set(versions):
        raise NotDefine(f"The file is Define-XML {versions[0]}; 2.0 and 2.1 are read. Have it converted first.")
    return root


class _Reader:
    def __init__(self, outer: Element, study: Element, version: Element):
        self._outer, self._study, self._version = outer, study, version

    def metadata(self) -> Metadata:
        outer, study, version = self._outer, self._study, self._version
        names = study.one("GlobalVariables")
        said = {tag: _text(names, tag) for tag in ("StudyName", "StudyDescription", "ProtocolName")}
        items = Items(version)
        datasets = items.datasets()
        annotated, supplemental = version.one("def:AnnotatedCRF"), version.one("def:SupplementalDoc")
        shown = version.one("arm:AnalysisResultDisplays")
        out = Metadata(
            version=version.get("def:DefineVersion"),
            attributes={name: outer.get(name) for name in outer.attributes if not name.startswith("{")},
            study_oid=study.get("OID"),
            study_name=said["StudyName"],
            study_description=said["StudyDescription"],
            protocol=said["ProtocolName"],
            oid=version.get("OID"),
            name=version.get("Name"),
            description=version.get("Description"),
            comment=version.get("def:CommentOID"),
            standards=tuple(_standards(version)),
            annotated=references(annotated) if annotated else (),
            supplemental=references(supplemental) if supplemental else (),
            wheres=items.wheres(),
            datasets=datasets,
            codelists=tuple(read_codelist(each) for each in version.all("CodeList")),
            methods=tuple(read_method(each) for each in version.all("MethodDef")),
            comments=tuple(read_comment(each) for each in version.all("def:CommentDef")),
            leaves=(*items.leaves, *(read_leaf(each) for each in version.all("def:leaf"))),
            displays=tuple(read_display(each, items) for each in shown.all("arm:ResultDisplay")) if shown else (),
        )
        items.leave_unused()
        return replace(out, unplaced=tuple(outer.unread()))


def _standards(version: Element) -> list[Standard]:
    """The standards; of Define-XML 2.0 the one that MetaDataVersion names."""
    listed = version.one("def:Standards")
    name, number = version.get("def:StandardName"), version.get("def:StandardVersion")
    if listed is None:
        return [Standard(oid="", name=name, version=number, line=version.line)] if name else []
    return [
        Standard(
            oid=each.get("OID"),
            name=each.get("Name"),
            type=each.get("Type"),
            version=each.get("Version"),
            publishing_set=each.get("PublishingSet"),
            status=each.get("Status"),
            comment=each.get("def:CommentOID"),
            line=each.line,
        )
        for each in listed.all("def:Standard")
    ]


def _text(names: Element | None, tag: str) -> str:
    found = names.one(tag) if names else None
    return found.text().strip() if found else ""
