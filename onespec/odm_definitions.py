# pyright: standard
"""What an ODM file defines: forms with their item groups and events, items, code lists, units, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from onespec.engine.raw.odm_content import NAMESPACE
from onespec.engine.raw.odm_text import Refused

Texts = dict[str, str]  # language (en, zh) -> text
_ODM = f"{{{NAMESPACE}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OF_NCI = ("nci:ExtCodeID", "nci:Code")


@dataclass
class CodeListDef:
    """A code list: coded value -> its decode, in the order of the file."""

    oid: str
    name: str
    nci: str
    terms: dict[str, Texts]


@dataclass
class ItemDef:
    oid: str
    name: str
    type: str
    labels: Texts
    codelist: str
    units: list[str]


@dataclass
class GroupDef:
    oid: str
    name: str
    repeats: bool
    domain: str
    items: list[str]


@dataclass
class FormDef:
    oid: str
    name: str
    repeats: bool
    labels: Texts
    groups: list[str]


@dataclass
class EventDef:
    oid: str
    name: str
    repeats: bool
    forms: list[str]


@dataclass
class Definitions:
    """All that the versions of the metadata define, by OID; of what several define the last."""

    study: str = ""
    description: str = ""
    events: dict[str, EventDef] = field(default_factory=dict)
    forms: dict[str, FormDef] = field(default_factory=dict)
    groups: dict[str, GroupDef] = field(default_factory=dict)
    items: dict[str, ItemDef] = field(default_factory=dict)
    codelists: dict[str, CodeListDef] = field(default_factory=dict)
    units: dict[str, Texts] = field(default_factory=dict)


def definitions_of(path: Path) -> Definitions:
    """The definitions of a file that `content_of` has read: it has no entities.  Raises `Refused`."""
    out = Definitions()
    tags = f"{_ODM}Study", f"{_ODM}SubjectData"
    try:
        for _, element in etree.iterparse(path, tag=tags, resolve_entities=False, no_network=True, huge_tree=True):
            if element.tag == tags[0]:
                _take_study(element, out)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise Refused(f"The file is no well-formed XML: {error.msg}.", line=error.lineno or 0) from error
    return out


def _take_study(study: etree._Element, out: Definitions) -> None:
    said = {name: study.findtext(f"{_ODM}GlobalVariables/{_ODM}{name}", "").strip() for name in _GLOBAL}
    out.study = out.study or said["ProtocolName"] or said["StudyName"]
    out.description = out.description or said["StudyDescription"]
    for unit in study.iter(f"{_ODM}MeasurementUnit"):
        out.units[unit.get("OID", "")] = _texts(unit, "Symbol") or {"en": unit.get("Name", "")}
    for each in study.iter(f"{_ODM}StudyEventDef"):
        out.events[each.get("OID", "")] = EventDef(*_head(each), _refs(each, "FormRef", "FormOID"))
    for each in study.iter(f"{_ODM}FormDef"):
        groups = _refs(each, "ItemGroupRef", "ItemGroupOID")
        out.forms[each.get("OID", "")] = FormDef(*_head(each), _texts(each, "Description"), groups)
    for each in study.iter(f"{_ODM}ItemGroupDef"):
        items = _refs(each, "ItemRef", "ItemOID")
        out.groups[each.get("OID", "")] = GroupDef(*_head(each), each.get("Domain", ""), items)
    for each in study.iter(f"{_ODM}ItemDef"):
        labels = _texts(each, "Question") or _texts(each, "Description")
        codelist = (_refs(each, "CodeListRef", "CodeListOID") or [""])[0]
        units = _refs(each, "MeasurementUnitRef", "MeasurementUnitOID")
        oid, name, _ = _head(each)
        out.items[oid] = ItemDef(oid, name, each.get("DataType", "text"), labels, codelist, units)
    for each in study.iter(f"{_ODM}CodeList"):
        terms = {i.get("CodedValue", ""): _texts(i, "Decode") for i in each if i.get("CodedValue")}
        oid, name, _ = _head(each)
        if terms:  # one of an external dictionary has none
            out.codelists[oid] = CodeListDef(oid, name, _nci(each), terms)


_GLOBAL = ("StudyName", "StudyDescription", "ProtocolName")


def _head(element: etree._Element) -> tuple[str, str, bool]:
    """OID, name, and whether it repeats."""
    oid = element.get("OID", "")
    return oid, element.get("Name", "").strip() or oid, element.get("Repeating") == "Yes"


def _refs(element: etree._Element, tag: str, name: str) -> list[str]:
    """What an element refers to, in the order that it declares."""
    found = [each for each in element.iterfind(f"{_ODM}{tag}") if each.get(name)]
    found.sort(key=lambda each: int(number) if (number := each.get("OrderNumber", "")).isdigit() else 0)
    return [each.get(name, "") for each in found]


def _nci(codelist: etree._Element) -> str:
    aliases = codelist.iterfind(f"{_ODM}Alias")
    return next((a.get("Name", "") for a in aliases if a.get("Context") in _OF_NCI), "")


def _texts(element: etree._Element, tag: str) -> Texts:
    """The translations of a text into English and Chinese; one without a language is of that whose letters it has."""
    out: Texts = {}
    for language, text in _translations(element, tag):
        if text and language in ("en", "zh"):
            out.setdefault(language, text)
    return dict(sorted(out.items()))


def _translations(element: etree._Element, tag: str) -> Iterator[tuple[str, str]]:
    for each in element.iterfind(f"{_ODM}{tag}/{_ODM}TranslatedText"):
        text = " ".join("".join(map(str, each.itertext())).split())
        language = each.get(_LANG, "").casefold().partition("-")[0]
        yield language or ("zh" if any("\u2e80" <= c <= "\uffef" for c in text) else "en"), text
