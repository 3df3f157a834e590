"""Datasets, variables and value level of a define.xml that is written from its model."""

from __future__ import annotations

from lxml import etree

from onespec.define.writing_texts import Writing
from onespec.engine.metadata.model import Dataset, Leaf, Metadata, Origin, Variable


class ItemWriter:
    """Writes datasets; what they need besides collects in ``items`` and ``value_lists``.

    An ItemDef or value list that several refer to is written once.
    """

    def __init__(self, writing: Writing, metadata: Metadata):
        self.items: list[etree._Element] = []
        self.value_lists: list[etree._Element] = []
        self._writing = writing
        self._leaves = [leaf for leaf in metadata.leaves if leaf.of]
        self._with_leaf: set[int] = set()
        self._written: set[str] = set()

    def group(self, dataset: Dataset) -> etree._Element:
        writing, old = self._writing, self._writing.old
        leaf = self._leaf(dataset)
        cls = None
        if dataset.cls and not old:
            inner = (writing.element("def:SubClass", {"Name": name}) for name in dataset.subclasses)
            cls = writing.element("def:Class", {"Name": dataset.cls}, *inner)
        return writing.element(
            "ItemGroupDef",
            {
                "OID": dataset.oid,
                "Name": dataset.name,
                "Domain": dataset.domain,
                "SASDatasetName": dataset.sas_name,
                "Repeating": dataset.repeating,
                "IsReferenceData": dataset.reference,
                "Purpose": dataset.purpose,
                "def:Structure": dataset.structure,
                "def:Class": dataset.cls if old else None,
                "def:StandardOID": dataset.standard,
                "def:IsNonStandard": dataset.non_standard,
                "def:HasNoData": dataset.no_data,
                "def:ArchiveLocationID": dataset.archive,
                "def:CommentOID": dataset.comment,
            },
            writing.said(dataset.label),
            *(self._ref(variable) for variable in dataset.variables),
            *writing.aliases(dataset.aliases),
            cls,
            writing.leaf(leaf) if leaf else None,
        )

    def has_written(self, leaf: Leaf) -> bool:
        """Does a file stand within its dataset?"""
        return id(leaf) in self._with_leaf

    def _leaf(self, dataset: Dataset) -> Leaf | None:
        """The file of a dataset; of several that one which the dataset names."""
        own = [leaf for leaf in self._leaves if leaf.of == dataset.name and not self.has_written(leaf)]
        found = next((leaf for leaf in own if leaf.oid == dataset.archive), own[0] if own else None)
        if found:
            self._with_leaf.add(id(found))
        return found

    def _ref(self, variable: Variable) -> etree._Element:
        """The ItemRef; the ItemDef that it leads to is added."""
        writing = self._writing
        if not variable.lost:
            self._item(variable)
        return writing.element(
            "ItemRef",
            {
                "ItemOID": variable.lost or variable.oid,
                "OrderNumber": variable.order,
                "Mandatory": variable.mandatory,
                "KeySequence": variable.key,
                "MethodOID": variable.method,
                "Role": variable.role,
                "RoleCodeListOID": variable.role_codelist,
                "def:HasNoData": variable.no_data,
                "def:IsNonStandard": variable.non_standard,
            },
            *(writing.element("def:WhereClauseRef", {"WhereClauseOID": oid}) for oid in variable.wheres),
        )

    def _item(self, variable: Variable) -> None:
        writing = self._writing
        if variable.oid in self._written:
            return
        self._written.add(variable.oid)
        if variable.values and variable.value_list not in self._written:
            self._written.add(variable.value_list)
            refs = [self._ref(value) for value in variable.values]
            self.value_lists.append(writing.element("def:ValueListDef", {"OID": variable.value_list}, *refs))
        self.items.append(
            writing.element(
                "ItemDef",
                {
                    "OID": variable.oid,
                    "Name": variable.name,
                    "SASFieldName": variable.sas_name,
                    "DataType": variable.type,
                    "Length": variable.length,
                    "SignificantDigits": variable.digits,
                    "def:DisplayFormat": variable.format,
                    "def:CommentOID": variable.comment,
                },
                writing.said(variable.label),
                writing.element("CodeListRef", {"CodeListOID": variable.codelist}) if variable.codelist else None,
                *(self._origin(origin) for origin in variable.origins),
                writing.element("def:ValueListRef", {"ValueListOID": variable.value_list})
                if variable.value_list
                else None,
            )
        )

    def _origin(self, origin: Origin) -> etree._Element:
        writing = self._writing
        return writing.element(
            "def:Origin",
            {"Type": origin.type, "Source": origin.source},
            writing.said(origin.said),
            *writing.references(origin.documents),
        )
