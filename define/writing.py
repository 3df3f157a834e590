"""Writing what a define.xml says, whoever wrote it first: Define-XML 2.1, or 2.0 where it was that.

The builder of a study's own define.xml (`build.py`) writes from the plan; this writes a `Metadata`: one that was read
from a file, or out of a workbook.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from onespec.define.naming import named
from onespec.define.writing_items import ItemWriter
from onespec.define.writing_results import displays
from onespec.define.writing_texts import Writing
from onespec.engine.metadata.model import Codelist, Dictionary, Metadata, Standard, Term, Where

OLD = "2.0"


def write_define(metadata: Metadata, created: str = "") -> bytes:
    """The file, as UTF-8.

    created  the time that it bears where the model tells none, as ISO 8601; the clock is not asked

    Everything of the model but `unplaced` is written.  Elements without an OID get one of their names (`naming.py`).
    The file is as valid as the model is: a reference that leads nowhere still does.
    """
    metadata = named(metadata)
    writing = Writing(old=metadata.version.startswith(OLD))
    return writing.bytes_of(_root(writing, metadata, created))


def _root(writing: Writing, metadata: Metadata, created: str) -> etree._Element:
    attributes = metadata.attributes or {
        "ODMVersion": "1.3.2",
        "FileType": "Snapshot",
        "FileOID": f"{metadata.study_oid}.define",
        "CreationDateTime": created,
        "def:Context": None if writing.old else "Other",
    }
    names = writing.element(
        "GlobalVariables",
        None,
        writing.text("StudyName", metadata.study_name),
        writing.text("StudyDescription", metadata.study_description),
        writing.text("ProtocolName", metadata.protocol),
    )
    study = writing.element("Study", {"OID": metadata.study_oid}, names, _version(writing, metadata))
    return writing.element("ODM", attributes, study)


def _version(writing: Writing, metadata: Metadata) -> etree._Element:
    """MetaDataVersion, its elements in the order of the schema (Define-XML 2.1, 5.3.5)."""
    items = ItemWriter(writing, metadata)
    groups = [items.group(dataset) for dataset in metadata.datasets]
    guide = metadata.standards[0] if writing.old and metadata.standards else None
    return writing.element(
        "MetaDataVersion",
        {
            "OID": metadata.oid,
            "Name": metadata.name,
            "Description": metadata.description,
            "def:DefineVersion": metadata.version or "2.1.0",
            "def:StandardName": guide.name if guide else None,
            "def:StandardVersion": guide.version if guide else None,
            "def:CommentOID": metadata.comment,
        },
        None if writing.old else _standards(writing, metadata.standards),
        writing.referring("def:AnnotatedCRF", metadata.annotated),
        writing.referring("def:SupplementalDoc", metadata.supplemental),
        *items.value_lists,
        *(_where(writing, where) for where in metadata.wheres),
        *groups,
        *items.items,
        *(_codelist(writing, codelist) for codelist in metadata.codelists),
        *(writing.method(method) for method in metadata.methods),
        *(writing.comment(comment) for comment in metadata.comments),
        *(writing.leaf(leaf) for leaf in metadata.leaves if not items.has_written(leaf)),
        displays(writing, metadata.displays),
    )


def _standards(writing: Writing, standards: Iterable[Standard]) -> etree._Element | None:
    listed = [
        writing.element(
            "def:Standard",
            {
                "OID": each.oid,
                "Name": each.name,
                "Type": each.type,
                "PublishingSet": each.publishing_set,
                "Version": each.version,
                "Status": each.status,
                "def:CommentOID": each.comment,
            },
        )
        for each in standards
    ]
    return writing.element("def:Standards", None, *listed) if listed else None


def _where(writing: Writing, where: Where) -> etree._Element:
    checks = (
        writing.element(
            "RangeCheck",
            {"Comparator": check.comparator, "SoftHard": check.soft, "def:ItemOID": check.item},
            *(writing.text("CheckValue", value) for value in check.values),
        )
        for check in where.checks
    )
    return writing.element("def:WhereClauseDef", {"OID": where.oid, "def:CommentOID": where.comment}, *checks)


def _codelist(writing: Writing, codelist: Codelist) -> etree._Element:
    return writing.element(
        "CodeList",
        {
            "OID": codelist.oid,
            "Name": codelist.name,
            "DataType": codelist.type,
            "SASFormatName": codelist.sas_format,
            "def:StandardOID": codelist.standard,
            "def:IsNonStandard": codelist.non_standard,
            "def:CommentOID": codelist.comment,
        },
        writing.said(codelist.said),
        *(_term(writing, term) for term in codelist.terms),
        _dictionary(writing, codelist.dictionary) if codelist.dictionary else None,
        *writing.aliases(codelist.aliases),
    )


def _term(writing: Writing, term: Term) -> etree._Element:
    return writing.element(
        "CodeListItem" if term.decode else "EnumeratedItem",
        {"CodedValue": term.value, "OrderNumber": term.order, "Rank": term.rank, "def:ExtendedValue": term.extended},
        writing.said(term.said),
        writing.said(term.decode, "Decode"),
        *writing.aliases(term.aliases),
    )


def _dictionary(writing: Writing, dictionary: Dictionary) -> etree._Element:
    return writing.element(
        "ExternalCodeList",
        {"Dictionary": dictionary.name, "Version": dictionary.version, "ref": dictionary.ref, "href": dictionary.href},
    )
