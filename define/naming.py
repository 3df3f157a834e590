"""Identifiers for what has none: of a model that did not come from a define.xml, or where a file leaves them blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from onespec.define.oids import Once, oid
from onespec.engine.metadata.model import Analysed, Dataset, Display, Metadata, Variable, Where

_AT_REFERENCE = ("order", "mandatory", "key", "role", "role_codelist", "method", "non_standard", "no_data")


def named(metadata: Metadata) -> Metadata:
    """The same with an OID for each element, unique among its kind; those that are there stay.

    Two different definitions of one OID become two: the second gets ``.2``.
    """
    return _Naming(metadata).metadata()


class _Naming:
    def __init__(self, metadata: Metadata):
        self._metadata = metadata
        self._items: Once[Any] = Once()
        self._items.taken |= {v.oid for d in metadata.datasets for v in _all(d.variables) if v.oid}
        self._lists: Once[Any] = Once()
        self._lists.taken |= {v.value_list for d in metadata.datasets for v in _all(d.variables) if v.value_list}
        self._defined: dict[str, Any] = {}
        self._standing: dict[tuple[str, str], str] = {}
        self._groups: dict[str, str] = {}

    def metadata(self) -> Metadata:
        m, study = self._metadata, self._metadata.study_name
        datasets = tuple(map(self._dataset, _filled("IG", m.datasets, lambda d: d.name)))
        return replace(
            m,
            study_oid=m.study_oid or oid("STUDY", study),
            oid=m.oid or oid("MDV", study),
            name=m.name or study,
            datasets=datasets,
            standards=_filled("STD", m.standards, lambda s: f"{s.name} {s.publishing_set} {s.version}"),
            wheres=tuple(map(self._where, _filled("WC", m.wheres, _words_of))),
            codelists=_filled("CL", m.codelists, lambda c: c.name),
            methods=_filled("MT", m.methods, lambda each: each.name),
            comments=_filled("COM", m.comments, lambda each: ""),
            leaves=_filled("LF", m.leaves, lambda leaf: leaf.of or leaf.href),
            displays=tuple(map(self._display, _filled("RD", m.displays, lambda d: d.name))),
        )

    def _dataset(self, dataset: Dataset) -> Dataset:
        self._groups.setdefault(dataset.name, dataset.oid)
        return replace(
            dataset, variables=tuple(self._variable(v, (dataset.name, v.name), v.name) for v in dataset.variables)
        )

    def _variable(self, variable: Variable, at: tuple[str, ...], within: str) -> Variable:
        if variable.lost:
            return variable
        values = tuple(
            self._variable(value, (*at, str(number)), within) for number, value in enumerate(variable.values, 1)
        )
        content = replace(variable, values=values, **dict.fromkeys(_AT_REFERENCE, ""), wheres=())
        identifier = variable.oid or self._items.of(at, oid("IT", *at))
        if self._defined.setdefault(identifier, content) != content:
            identifier = self._items.of(at, identifier)
            self._defined[identifier] = content
        self._standing.setdefault((at[0], within), identifier)
        listed = variable.value_list or (self._lists.of(at, oid("VL", *at)) if values else "")
        return replace(variable, oid=identifier, values=values, value_list=listed)

    def _where(self, where: Where) -> Where:
        known = self._standing
        checks = (replace(c, item=c.item or known.get((c.dataset, c.variable), "")) for c in where.checks)
        return replace(where, checks=tuple(checks))

    def _display(self, display: Display) -> Display:
        analyses = _filled("AR", display.analyses, lambda each: f"{display.name} {each.reason}")
        return replace(
            display,
            analyses=tuple(replace(each, datasets=tuple(map(self._analysed, each.datasets))) for each in analyses),
        )

    def _analysed(self, each: Analysed) -> Analysed:
        items = each.items or tuple(self._standing.get((each.dataset, name), "") for name in each.variables)
        return replace(each, item_group=each.item_group or self._groups.get(each.dataset, ""), items=items)


def _filled(kind: str, elements: tuple[Any, ...], words: Callable[[Any], str]) -> tuple[Any, ...]:
    """Elements, those without an OID with one of their words."""
    once: Once[int] = Once(taken={each.oid for each in elements if each.oid})
    return tuple(
        each if each.oid else replace(each, oid=once.of(number, oid(kind, words(each).strip() or str(number))))
        for number, each in enumerate(elements, 1)
    )


def _words_of(where: Where) -> str:
    return ".".join(" ".join((c.dataset, c.variable, c.comparator, *c.values)) for c in where.checks)


def _all(variables: tuple[Variable, ...]) -> list[Variable]:
    return [each for v in variables for each in (v, *_all(v.values))]
