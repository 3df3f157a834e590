"""What the rules look at: the tree of a define.xml, the model of what it says, and where it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import cast

from lxml import etree

from onespec.engine.metadata.model import Check, Codelist, Dataset, Metadata, Standard, Variable, Where, by_oid
from onespec.engine.metadata.read import NotDefine, parse_define, parsed

ODM = "http://www.cdisc.org/ns/odm/v1.3"
DEF = "http://www.cdisc.org/ns/def/v"
_SPACES = {"o": ODM, "arm": "http://www.cdisc.org/ns/arm/v1.0", "xlink": "http://www.w3.org/1999/xlink"}
_NAMED = ("OID", "ID", "ItemOID", "WhereClauseOID", "leafID")


class World:
    """A define.xml; ``place`` is the file, whose folder is looked into; ``has_data``: the datasets lie elsewhere."""

    def __init__(self, content: bytes, place: Path, has_data: bool = False):
        self.content, self.place, self.has_data = content, place, has_data
        self.metadata: Metadata = parse_define(content)
        self.root = parsed(content)
        self.blank: set[tuple[str, str]] = set()  # dataset and variable, where the data have no value somewhere
        self._kept = list(self.root.iter())  # while they are held, an element is known by its identity
        self.version = self._version()  # of the namespace: "2.0" or "2.1"
        self._paths: dict[str, etree.XPath] = {}
        self.spaces = {**_SPACES, "def": DEF + self.version}
        found = self.root.find("o:Study/o:MetaDataVersion", self.spaces)
        if found is None:
            raise NotDefine("Its MetaDataVersion is of another namespace than ODM 1.3; it is not read.")
        self.head: etree._Element = found

    def _version(self) -> str:
        """The version of the namespace that most of its names are of."""
        count = {"2.0": 0, "2.1": 0}
        for node in self.root.iter(etree.Element):
            for name in (node.tag, *node.attrib):
                if str(name).startswith("{" + DEF):
                    number = str(name)[1:].partition("}")[0].removeprefix(DEF)
                    count[number] = count.get(number, 0) + 1
        return max(("2.1", "2.0"), key=lambda version: count[version])

    def find(self, path: str, node: etree._Element | None = None) -> list:
        """What an XPath selects: elements, or texts that know their element.

        The parts of a union are asked one after the other: to put many nodes in order costs the square of their number.
        """
        if node is None and " | " in path:
            return [each for part in path.split(" | ") for each in self.find(part)]
        if path not in self._paths:
            self._paths[path] = etree.XPath(path, namespaces=self.spaces)
        return cast(list, self._paths[path](self.root if node is None else node))

    def all(self, name: str) -> list[etree._Element]:
        """All elements of a name, as ``o:ItemDef``."""
        prefix, _, local = name.partition(":")
        return list(self.root.iter(f"{{{self.spaces[prefix]}}}{local}"))

    def get(self, node: etree._Element, name: str) -> str:
        """An attribute, as ``def:CommentOID``; "" without it."""
        prefix, _, local = name.rpartition(":")
        return str(node.get(f"{{{self.spaces[prefix]}}}{local}" if prefix else local) or "")

    # -- what is where -----------------------------------------------------------------------------

    @cached_property
    def items(self) -> dict[str, etree._Element]:
        """ItemDefs by OID; of several the first."""
        return self._by_oid("o:ItemDef")

    @cached_property
    def groups(self) -> dict[str, etree._Element]:
        return self._by_oid("o:ItemGroupDef")

    @cached_property
    def codelist_nodes(self) -> dict[str, etree._Element]:
        return self._by_oid("o:CodeList")

    def _by_oid(self, name: str) -> dict[str, etree._Element]:
        out: dict[str, etree._Element] = {}
        for node in self.all(name):
            out.setdefault(self.get(node, "OID"), node)
        return out

    @cached_property
    def refs(self) -> dict[tuple[str, str], etree._Element]:
        """ItemRefs by the OID of their dataset or value list, and that of the item."""
        out: dict[tuple[str, str], etree._Element] = {}
        for ref in self.all("o:ItemRef"):
            above = ref.getparent()
            if above is not None:
                out.setdefault((self.get(above, "OID"), self.get(ref, "ItemOID")), ref)
        return out

    @cached_property
    def wheres(self) -> list[tuple[etree._Element, Where]]:
        """The where clauses, each with its element."""
        nodes = self.head.iterchildren(f"{{{self.spaces['def']}}}WhereClauseDef")
        return list(zip(nodes, self.metadata.wheres, strict=False))

    def conditions(self) -> Iterator[tuple[etree._Element, Where, Check]]:
        """The conditions of all where clauses, each with its element."""
        for node, where in self.wheres:
            for inner, check in zip(node.iterchildren(f"{{{ODM}}}RangeCheck"), where.checks, strict=False):
                yield inner, where, check

    @cached_property
    def defined(self) -> dict[str, Variable]:
        """What is said of items, by OID: of those of datasets, and of value level."""
        out: dict[str, Variable] = {}
        for _, variable in self.variables():
            for each in (variable, *variable.values):
                out.setdefault(each.oid, each)
        return out

    @cached_property
    def of_datasets(self) -> dict[str, list[str]]:
        """OIDs of items of datasets, each with the names of its datasets."""
        out: dict[str, list[str]] = {}
        for group in self.all("o:ItemGroupDef"):
            for ref in group.iterchildren(f"{{{ODM}}}ItemRef"):
                out.setdefault(self.get(ref, "ItemOID"), []).append(self.get(group, "Name"))
        return out

    @cached_property
    def of_values(self) -> dict[str, list[tuple[Dataset, Variable]]]:
        """OIDs of items of value level, each with the variables whose values they define."""
        out: dict[str, list[tuple[Dataset, Variable]]] = {}
        for dataset, variable in self.variables():
            for value in variable.values:
                out.setdefault(value.oid, []).append((dataset, variable))
        return out

    @cached_property
    def codelists(self) -> dict[str, Codelist]:
        return by_oid(self.metadata.codelists)

    def variables(self) -> Iterator[tuple[Dataset, Variable]]:
        """The variables of all datasets that have a definition."""
        for dataset in self.metadata.datasets:
            for variable in dataset.variables:
                if variable.oid:
                    yield dataset, variable

    def guide_of(self, oid: str) -> Standard | None:
        """The implementation guide of a dataset that names a standard; in 2.0 the file's."""
        guides = [s for s in self.metadata.standards if s.type == "IG"]
        if self.version == "2.0":
            return guides[0] if guides else None
        return next((s for s in guides if s.oid == oid and oid), None)

    def standard_of(self, oid: str) -> str:
        """sdtm or adam, as the guide of a dataset is; "" of another."""
        guide = self.guide_of(oid)
        name = re.sub("[^A-Z]", "", guide.name.upper()) if guide else ""
        return "sdtm" if "SDTM" in name else "adam" if "ADAM" in name else ""

    # -- how a place is called ---------------------------------------------------------------------

    def oid(self, node: etree._Element) -> str:
        """What the element is known by, or the nearest one above it."""
        above: etree._Element | None = node
        while above is not None:
            for name in _NAMED:
                if said := self.get(above, name):
                    return said
            above = above.getparent()
        return ""

    def element(self, node: etree._Element) -> str:
        """The element's name, with the prefix def: or arm:."""
        name = etree.QName(node)
        prefix = next((p for p, space in self.spaces.items() if space == name.namespace and p != "o"), "")
        return f"{prefix}:{name.localname}" if prefix else name.localname

    def called(self, node: etree._Element) -> str:
        """The dataset, variable, codelist or other thing that a place is about, in words of a reader; or ""."""
        above: etree._Element | None = node
        while above is not None:
            name = etree.QName(above).localname
            if name == "ItemRef":
                return self._item(self.get(above, "ItemOID"), above)
            if name == "ItemDef":
                return self._item(self.get(above, "OID"), None)
            if name in ("ItemGroupDef", "CodeList", "MethodDef", "ResultDisplay", "Standard"):
                return self.get(above, "Name")
            above = above.getparent()
        return ""

    def _item(self, oid: str, ref: etree._Element | None) -> str:
        name = self.get(self.items[oid], "Name") if oid in self.items else ""
        group = ref.getparent() if ref is not None else None
        if group is not None and etree.QName(group).localname == "ItemGroupDef":
            return f"{self.get(group, 'Name')}.{name}".rstrip(".")
        datasets = self.of_datasets.get(oid)
        if datasets:
            return f"{datasets[0]}.{name}" + (f" and {len(datasets) - 1} more" if datasets[1:] else "")
        above = self.of_values.get(oid)
        if above:
            dataset, variable = above[0]
            return f"{dataset.name}.{variable.name} ({name})" if name != variable.name else f"{dataset.name}.{name}"
        return name
