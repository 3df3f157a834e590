"""Codelists: the study's terms, and external dictionaries (Define-XML 2.1, 5.3.13)."""

from __future__ import annotations

from lxml import etree

from onespec.define.oids import oid
from onespec.define.standards import Standards
from onespec.define.subsets import Subsets
from onespec.define.xml import element, labelled
from onespec.engine.contract import Codelist, Term
from onespec.engine.spec.model import Dataset, Dictionary, Study, Variable


class Codelists:
    """The codelists that items refer to, in the order of the study.

    A codelist has the data type of its items, so one that texts and numbers share is listed twice.  A subset is named
    after the first variable that has it.
    """

    def __init__(self, study: Study, standards: Standards, standard: str, subsets: Subsets):
        self._study, self._standards, self._standard, self._subsets = study, standards, standard, subsets
        self._used: dict[tuple[str, str, tuple[str, ...]], tuple[str, ...]] = {}  # list, type, terms -> of which item
        self._dictionaries: set[tuple[str, str]] = set()

    def oid(self, name: str, data_type: str, of: tuple[Dataset, Variable] | None = None) -> str:
        """The identifier of a codelist for items of ``data_type``; ``of`` the variable whose own codelist it is."""
        data_type = self._data_type(self._study.codelists[name], data_type)
        subset = self._subsets.of(*of) if of else ()
        first = self._used.setdefault((name, data_type, subset), (of[0].name, of[1].name) if of and subset else ())
        return _oid(name, data_type, self._study.codelists[name].type, first)

    def dictionary(self, name: str, data_type: str) -> str:
        """The identifier of an external dictionary."""
        self._dictionaries.add((name, data_type))
        return _oid(name, data_type, "text")

    def of(self, dataset: Dataset, variable: Variable, data_type: str) -> str | None:
        """The identifier of what the variable's values are taken from; None for free values."""
        if variable.codelist:
            return self.oid(variable.codelist, data_type, (dataset, variable))
        return self.dictionary(variable.dictionary, data_type) if variable.dictionary else None

    def elements(self) -> list[etree._Element]:
        order = list(self._study.codelists)
        listed = sorted(self._used, key=lambda use: (order.index(use[0]), use[1], self._used[use]))
        return [
            *(self._codelist(self._study.codelists[name], data_type, subset) for name, data_type, subset in listed),
            *(self._external(name, data_type) for name, data_type in sorted(self._dictionaries)),
        ]

    @staticmethod
    def _data_type(codelist: Codelist, data_type: str) -> str:
        return data_type if data_type in ("text", "integer", "float") else codelist.type

    def _codelist(self, codelist: Codelist, data_type: str, subset: tuple[str, ...]) -> etree._Element:
        """Decodes are listed when they say more than the terms (EnumeratedItem otherwise)."""
        first = self._used[codelist.name, data_type, subset]
        of = f", terms of {'.'.join(first)}" if first else ""
        decoded = any(term.decode not in ("", term.value) for term in codelist.terms.values())
        item = _decoded if decoded else _enumerated
        return element(
            "CodeList",
            {
                "OID": _oid(codelist.name, data_type, codelist.type, first),
                "Name": self._label(codelist, data_type) + of,
                "DataType": data_type,
                "SASFormatName": codelist.sas_format if data_type == codelist.type else None,
                "def:StandardOID": self._standards.terminology(codelist.standard or self._standard)
                if codelist.nci
                else None,
                "def:IsNonStandard": None if codelist.nci else "Yes",
            },
            *(item(term, codelist) for term in codelist.terms.values() if not subset or term.value in subset),
            _alias(codelist.nci),
        )

    def _label(self, codelist: Codelist, data_type: str) -> str:
        """Names are unique within a define.xml."""
        label = codelist.label or codelist.name
        if sum(other.label == codelist.label for other in self._study.codelists.values()) > 1:
            label = f"{label} ({codelist.name})"
        return label if data_type == codelist.type else f"{label}, {data_type}"

    def _external(self, name: str, data_type: str) -> etree._Element:
        entry = self._study.dictionaries.get(name, Dictionary("", ""))
        label = entry.name or name
        return element(
            "CodeList",
            {
                "OID": _oid(name, data_type, "text"),
                "Name": label if data_type == "text" else f"{label}, {data_type}",
                "DataType": data_type,
            },
            element(
                "ExternalCodeList",
                {"Dictionary": label, "Version": entry.version, "ref": entry.ref, "href": entry.href},
            ),
        )


def _oid(name: str, data_type: str, usual: str, of: tuple[str, ...] = ()) -> str:
    return oid("CL", name, *of) if data_type == usual else oid("CL", name, *of, data_type)


def _decoded(term: Term, codelist: Codelist) -> etree._Element:
    return element(
        "CodeListItem",
        _attributes(term, codelist),
        labelled(term.decode or term.value, term.said, "Decode"),
        _alias(term.nci),
    )


def _enumerated(term: Term, codelist: Codelist) -> etree._Element:
    return element("EnumeratedItem", _attributes(term, codelist), _alias(term.nci))


def _attributes(term: Term, codelist: Codelist) -> dict[str, object]:
    extended = codelist.nci and codelist.extensible and not term.nci
    return {"CodedValue": term.value, "OrderNumber": term.order, "def:ExtendedValue": "Yes" if extended else None}


def _alias(nci: str) -> etree._Element | None:
    return element("Alias", {"Context": "nci:ExtCodeID", "Name": nci}) if nci else None
