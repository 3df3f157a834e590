"""Codelists of a define.xml."""

from __future__ import annotations

from onespec.engine.metadata.elements import Element
from onespec.engine.metadata.model import Codelist, Dictionary, Term
from onespec.engine.metadata.texts import aliases, translated


def read_codelist(codelist: Element) -> Codelist:
    external = codelist.one("ExternalCodeList")
    return Codelist(
        oid=codelist.get("OID"),
        name=codelist.get("Name"),
        type=codelist.get("DataType"),
        said=translated(codelist),
        sas_format=codelist.get("SASFormatName"),
        standard=codelist.get("def:StandardOID"),
        non_standard=codelist.get("def:IsNonStandard"),
        comment=codelist.get("def:CommentOID"),
        terms=tuple(_term(each) for each in codelist.all("CodeListItem", "EnumeratedItem")),
        dictionary=_dictionary(external) if external else None,
        aliases=aliases(codelist),
        line=codelist.line,
    )


def _term(item: Element) -> Term:
    return Term(
        value=item.get("CodedValue"),
        decode=translated(item, "Decode"),
        order=item.get("OrderNumber"),
        rank=item.get("Rank"),
        extended=item.get("def:ExtendedValue"),
        said=translated(item),
        aliases=aliases(item),
        line=item.line,
    )


def _dictionary(external: Element) -> Dictionary:
    return Dictionary(
        name=external.get("Dictionary"),
        version=external.get("Version"),
        href=external.get("href"),
        ref=external.get("ref"),
        line=external.line,
    )
