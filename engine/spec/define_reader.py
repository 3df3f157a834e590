"""What a define.xml says of the datasets that lie beside it, as far as anybody compares it with them.

Source: CDISC Define-XML 2.1 (ODM 1.3.2).  Only the elements that are compared are read; the schema is not validated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from onespec.engine.spec.conditions import Condition

FILE = "define.xml"
_NS = {"o": "http://www.cdisc.org/ns/odm/v1.3", "d": "http://www.cdisc.org/ns/def/v2.1"}
_ODM, _DEF = (f"{{{_NS[prefix]}}}" for prefix in ("o", "d"))


@dataclass(frozen=True)
class Item:
    """A variable, or the values of one under a condition.

    type    the data type as define.xml names it: text, integer, float, date ...
    length  None where define.xml gives none (dates)
    terms   the values that its codelist allows; None without a codelist, or with one outside the file (MedDRA)
    format  the display format, "" without one
    """

    name: str
    label: str
    type: str
    length: int | None
    terms: frozenset[str] | None
    where: tuple[Condition, ...] = ()
    format: str = ""


@dataclass(frozen=True)
class Group:
    """A dataset.

    items   its variables, in the order of define.xml
    keys    in their sequence
    values  the value-level items by variable
    """

    name: str
    label: str
    items: dict[str, Item]
    keys: tuple[str, ...] = ()
    values: dict[str, tuple[Item, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Define:
    groups: dict[str, Group]


def read_define(path: Path) -> Define | None:
    """None when there is no such file, or it is not XML."""
    try:
        root = etree.parse(path).getroot()
    except (OSError, etree.XMLSyntaxError):
        return None
    return _Elements(root).define()


class _Elements:
    """Looks up the elements of a file by their OIDs."""

    def __init__(self, root: etree._Element):
        self.root = root
        self.codelists = {_said(e, "OID"): _terms(e) for e in root.iter(_ODM + "CodeList")}
        self.items = self._by_oid(_ODM + "ItemDef")
        self.lists = self._by_oid(_DEF + "ValueListDef")
        self.wheres = self._by_oid(_DEF + "WhereClauseDef")

    def _by_oid(self, tag: str) -> dict[str, etree._Element]:
        return {_said(e, "OID"): e for e in self.root.iter(tag)}

    def define(self) -> Define:
        groups = [self._group(e) for e in self.root.iter(_ODM + "ItemGroupDef")]
        return Define({g.name: g for g in groups})

    def _group(self, element: etree._Element) -> Group:
        known = list(self._referenced(element))
        items = [self._item(e) for _, e in known]
        keys = sorted((int(sequence), _said(e, "Name")) for ref, e in known if (sequence := ref.get("KeySequence")))
        values = {
            _said(e, "Name"): self._value_level(ref)
            for _, e in known
            if (ref := e.find("d:ValueListRef", _NS)) is not None
        }
        name, label = _said(element, "Name"), _label(element)
        return Group(name, label, {i.name: i for i in items}, tuple(n for _, n in keys), values)

    def _referenced(self, element: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
        """The references of a dataset or a value list in their order, and the items that they name."""
        references = element.findall("o:ItemRef", _NS)
        for ref in sorted(references, key=lambda r: int(_said(r, "OrderNumber") or 0)):
            if (item := self.items.get(_said(ref, "ItemOID"))) is not None:
                yield ref, item

    def _item(self, element: etree._Element, where: tuple[Condition, ...] = ()) -> Item:
        ref, length = element.find("o:CodeListRef", _NS), element.get("Length")
        return Item(
            _said(element, "Name"),
            _label(element),
            _said(element, "DataType"),
            int(length) if length else None,
            None if ref is None else self.codelists.get(_said(ref, "CodeListOID")),
            where,
            _said(element, _DEF + "DisplayFormat"),
        )

    def _value_level(self, ref: etree._Element) -> tuple[Item, ...]:
        listed = self.lists.get(_said(ref, "ValueListOID"))
        return () if listed is None else tuple(self._item(e, self._where(r)) for r, e in self._referenced(listed))

    def _where(self, ref: etree._Element) -> tuple[Condition, ...]:
        named = [_said(c, "WhereClauseOID") for c in ref.findall("d:WhereClauseRef", _NS)]
        checks = [c for oid in named if oid in self.wheres for c in self.wheres[oid].findall("o:RangeCheck", _NS)]
        return tuple(
            Condition(
                _said(self.items[oid], "Name"),
                _said(check, "Comparator"),
                tuple(v.text or "" for v in check.findall("o:CheckValue", _NS)),
            )
            for check in checks
            if (oid := _said(check, _DEF + "ItemOID")) in self.items
        )


def _said(element: etree._Element, attribute: str) -> str:
    """An attribute's value, "" without it."""
    return element.get(attribute, "")


def _terms(codelist: etree._Element) -> frozenset[str] | None:
    if codelist.find("o:ExternalCodeList", _NS) is not None:
        return None
    tags = ("CodeListItem", "EnumeratedItem")
    return frozenset(_said(e, "CodedValue") for tag in tags for e in codelist.findall(f"o:{tag}", _NS))


def _label(element: etree._Element) -> str:
    found = element.find("o:Description/o:TranslatedText", _NS)
    return "" if found is None else (found.text or "").strip()
