"""Datasets, variables, value level and where clauses of a define.xml: what refers to what, resolved."""

from __future__ import annotations

from onespec.engine.metadata.elements import Element
from onespec.engine.metadata.model import Check, Dataset, Leaf, Origin, Pages, Reference, Variable, Where
from onespec.engine.metadata.texts import aliases, read_leaf, references, translated

_DEEPEST = 4  # value lists within value lists; more are a circle


class Items:
    """The ItemDefs of a file, with where each stands: an OID that leads nowhere gives a variable without one."""

    def __init__(self, version: Element):
        self._groups = version.all("ItemGroupDef")
        self._items = _by_oid(version.all("ItemDef"))
        self._lists = _by_oid(version.all("def:ValueListDef"))
        self._wheres = version.all("def:WhereClauseDef")
        self._crf = [
            ref.get("leafID") for a in [version.one("def:AnnotatedCRF")] if a for ref in a.all("def:DocumentRef")
        ]
        self._repeated = [*_repeated(version.all("ItemDef")), *_repeated(version.all("def:ValueListDef"))]
        self.leaves: list[Leaf] = []
        self._used: set[str] = set()
        self._standing: dict[str, tuple[str, str]] = {}  # item -> dataset, variable
        self._named = {group.get("OID"): group.get("Name") for group in self._groups}

    def datasets(self) -> tuple[Dataset, ...]:
        return tuple(self._dataset(group) for group in self._groups)

    def wheres(self) -> tuple[Where, ...]:
        """All where clauses; read the datasets first."""
        return tuple(
            Where(
                oid=each.get("OID"),
                checks=tuple(self._check(check) for check in each.all("RangeCheck")),
                comment=each.get("def:CommentOID"),
                line=each.line,
            )
            for each in self._wheres
        )

    def dataset(self, oid: str) -> str:
        """The name of the dataset with an OID, "" without one."""
        return self._named.get(oid, "")

    def variable(self, oid: str) -> str:
        """The name of the item with an OID, "" without one."""
        return self._items[oid].get("Name") if oid in self._items else ""

    def leave_unused(self) -> None:
        """Definitions that nothing refers to, and second ones of an OID, have no place; read the datasets first."""
        for kind, known in (("ItemDef", self._items), ("def:ValueListDef", self._lists)):
            for oid, each in known.items():
                if f"{kind} {oid}" not in self._used:
                    each.leave()
        for each in self._repeated:
            each.leave()

    def _dataset(self, group: Element) -> Dataset:
        name = group.get("Name")
        cls = group.one("def:Class")
        subclasses = cls.all("def:SubClass") if cls else []
        leaf = group.one("def:leaf")
        if leaf:
            self.leaves.append(read_leaf(leaf, name))
        return Dataset(
            oid=group.get("OID"),
            name=name,
            label=translated(group),
            domain=group.get("Domain"),
            sas_name=group.get("SASDatasetName"),
            repeating=group.get("Repeating"),
            reference=group.get("IsReferenceData"),
            purpose=group.get("Purpose"),
            structure=group.get("def:Structure"),
            cls=cls.get("Name") if cls else group.get("def:Class"),
            subclasses=tuple(each.get("Name") for each in subclasses),
            standard=group.get("def:StandardOID"),
            non_standard=group.get("def:IsNonStandard"),
            no_data=group.get("def:HasNoData"),
            comment=group.get("def:CommentOID"),
            archive=group.get("def:ArchiveLocationID"),
            aliases=aliases(group),
            variables=tuple(self._variable(ref, name, "") for ref in group.all("ItemRef")),
            line=group.line,
        )

    def _variable(self, ref: Element, dataset: str, within: str, depth: int = 0) -> Variable:
        """A variable; ``within`` is the variable at whose value level it stands."""
        oid = ref.get("ItemOID")
        item = self._items.get(oid)
        common = {
            "order": ref.get("OrderNumber"),
            "mandatory": ref.get("Mandatory"),
            "key": ref.get("KeySequence"),
            "role": ref.get("Role"),
            "role_codelist": ref.get("RoleCodeListOID"),
            "method": ref.get("MethodOID"),
            "non_standard": ref.get("def:IsNonStandard"),
            "no_data": ref.get("def:HasNoData"),
            "wheres": tuple(each.get("WhereClauseOID") for each in ref.all("def:WhereClauseRef")),
            "line": ref.line,
        }
        if item is None:
            return Variable(oid="", name=oid, lost=oid, **common)
        self._used.add(f"ItemDef {oid}")
        name = item.get("Name")
        self._standing.setdefault(oid, (dataset, within or name))
        codelist, list_ref = item.one("CodeListRef"), item.one("def:ValueListRef")
        value_list = list_ref.get("ValueListOID") if list_ref else ""
        values = self._lists.get(value_list) if depth < _DEEPEST else None
        if values:
            self._used.add(f"def:ValueListDef {value_list}")
            translated(values)  # what a value list says of itself is said by its variable
        return Variable(
            oid=oid,
            name=name,
            label=translated(item),
            type=item.get("DataType"),
            length=item.get("Length"),
            digits=item.get("SignificantDigits"),
            format=item.get("def:DisplayFormat"),
            sas_name=item.get("SASFieldName"),
            codelist=codelist.get("CodeListOID") if codelist else "",
            comment=item.get("def:CommentOID"),
            origins=tuple(self._origin(each) for each in item.all("def:Origin")),
            value_list=value_list,
            values=tuple(
                self._variable(each, dataset, within or name, depth + 1) for each in values.all("ItemRef") if values
            )
            if values
            else (),
            **common,
        )

    def _origin(self, origin: Element) -> Origin:
        documents = references(origin)
        pages = origin.get("def:Pages") or origin.get("Pages")
        if pages and self._crf:  # of early 2.0 files
            documents = (*documents, Reference(leaf=self._crf[0], pages=(Pages(pages=tuple(pages.split())),)))
        return Origin(
            type=origin.get("Type"),
            source=origin.get("Source"),
            said=translated(origin),
            documents=documents,
            line=origin.line,
        )

    def _check(self, check: Element) -> Check:
        item = check.get("def:ItemOID")
        dataset, variable = self._standing.get(item, ("", self.variable(item)))
        return Check(
            dataset=dataset,
            variable=variable,
            comparator=check.get("Comparator"),
            values=tuple(each.text() for each in check.all("CheckValue")),
            soft=check.get("SoftHard"),
            item=item,
            line=check.line,
        )


def _by_oid(elements: list[Element]) -> dict[str, Element]:
    out: dict[str, Element] = {}
    for each in elements:
        out.setdefault(each.get("OID"), each)
    return out


def _repeated(elements: list[Element]) -> list[Element]:
    first = _by_oid(elements)
    return [each for each in elements if first[each.get("OID")] is not each]
