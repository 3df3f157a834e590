"""What a define.xml says of the datasets that lie beside it, as far as the checks compare it with them.

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
_DEF = "{%s}" % _NS["d"]


@dataclass(frozen=True)
class Item:
    """A variable, or the values of one under a condition.

    terms   the values that its codelist allows; None without a codelist, or with one outside the file (MedDRA)
    length  None where define.xml gives none (dates)
    """

    name: str
    label: str
    type: str
    length: int | None
    terms: frozenset[str] | None
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Group:
    """A dataset: its variables in the order of define.xml, its keys in theirs, and the value-level items by variable."""

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
    return _Reader(root).define()


class _Reader:
    """Looks up elements by their OIDs."""

    def __init__(self, root: etree._Element):
        self.root = root
        self.codelists = {e.get("OID"): _terms(e) for e in self._all("CodeList")}
        self.items = {e.get("OID"): e for e in self._all("ItemDef")}
        self.lists = {e.get("OID"): e for e in root.iter(_DEF + "ValueListDef")}
        self.wheres = {e.get("OID"): e for e in root.iter(_DEF + "WhereClauseDef")}

    def define(self) -> Define:
        groups = [self._group(e) for e in self._all("ItemGroupDef")]
        return Define({g.name: g for g in groups})

    def _all(self, tag: str) -> Iterator[etree._Element]:
        return self.root.iter("{%s}%s" % (_NS["o"], tag))

    def _group(self, element: etree._Element) -> Group:
        refs = [(int(r.get("KeySequence") or 0), r.get("ItemOID")) for r in element.findall("o:ItemRef", _NS)]
        known = [(key, self.items[oid]) for key, oid in refs if oid in self.items]
        items = [self._item(e) for _, e in known]
        keys = sorted((key, e.get("Name")) for key, e in known if key)
        values = {e.get("Name"): self._value_level(e) for _, e in known if e.find("d:ValueListRef", _NS) is not None}
        return Group(element.get("Name"), _text(element), {i.name: i for i in items}, tuple(n for _, n in keys), values)

    def _item(self, element: etree._Element, where: tuple[Condition, ...] = ()) -> Item:
        ref = element.find("o:CodeListRef", _NS)
        length = element.get("Length")
        return Item(
            element.get("Name"),
            _text(element),
            element.get("DataType"),
            int(length) if length else None,
            None if ref is None else self.codelists.get(ref.get("CodeListOID")),
            where,
        )

    def _value_level(self, element: etree._Element) -> tuple[Item, ...]:
        listed = self.lists.get(element.find("d:ValueListRef", _NS).get("ValueListOID"))
        refs = [] if listed is None else listed.findall("o:ItemRef", _NS)
        return tuple(
            self._item(self.items[r.get("ItemOID")], self._where(r)) for r in refs if r.get("ItemOID") in self.items
        )

    def _where(self, ref: etree._Element) -> tuple[Condition, ...]:
        clauses = [
            self.wheres[c.get("WhereClauseOID")]
            for c in ref.findall("d:WhereClauseRef", _NS)
            if c.get("WhereClauseOID") in self.wheres
        ]
        return tuple(
            Condition(
                self.items[check.get(_DEF + "ItemOID")].get("Name"),
                check.get("Comparator"),
                tuple(v.text or "" for v in check.findall("o:CheckValue", _NS)),
            )
            for clause in clauses
            for check in clause.findall("o:RangeCheck", _NS)
            if check.get(_DEF + "ItemOID") in self.items
        )


def _terms(codelist: etree._Element) -> frozenset[str] | None:
    if codelist.find("o:ExternalCodeList", _NS) is not None:
        return None
    return frozenset(
        e.get("CodedValue") for tag in ("CodeListItem", "EnumeratedItem") for e in codelist.findall(f"o:{tag}", _NS)
    )


def _text(element: etree._Element) -> str:
    found = element.find("o:Description/o:TranslatedText", _NS)
    return "" if found is None else (found.text or "").strip()
