"""Datasets and their variables as the page shows them: each with its anchor, what it refers to found or marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onespec.define.html.anchors import Anchors
from onespec.engine.metadata.model import Check, Dataset, Metadata, Said, Variable, Where, by_oid

_DECODED = 5  # a condition with more values shows them without their meanings


@dataclass(frozen=True)
class Condition:
    """A condition in words: the variable with its anchor ("" where it leads nowhere), the values with their decodes."""

    name: str
    anchor: str
    comparator: str
    values: tuple[tuple[str, Said], ...]


@dataclass(frozen=True)
class Clause:
    """A where clause in words: all conditions hold; ``lost`` is the OID of one that is not in the file."""

    conditions: tuple[Condition, ...] = ()
    comment: str = ""
    lost: str = ""


@dataclass(frozen=True)
class Row:
    """A variable, or a definition at value level.

    id, of   its anchor; that of the variable (or definition) whose value level it stands at, ""
    depth    0 of a variable, 1 at value level, more within that
    title    DATASET.VARIABLE
    clauses  when a definition at value level holds: any of them
    below    the rows of its value level
    source   the anchor of the variable that a predecessor names, where it is in the file
    """

    variable: Variable
    id: str
    of: str
    depth: int
    title: str
    clauses: tuple[Clause, ...]
    below: tuple[Row, ...]
    source: str = ""

    def all(self) -> Iterator[Row]:
        """The row, and those of its value level, in order."""
        yield self
        for each in self.below:
            yield from each.all()

    @property
    def origins(self) -> str:
        """The types of origin, of its value level too, as a filter asks for them."""
        found = dict.fromkeys(o.type for row in self.all() for o in row.variable.origins)
        return "|".join(found)

    @property
    def kinds(self) -> str:
        """What a filter asks for: v with value level, c with a codelist, n without data."""
        rows = list(self.all())
        listed = any(row.variable.codelist for row in rows)
        return ("v" if self.below else "") + ("c" if listed else "") + ("n" if self.variable.no_data == "Yes" else "")


@dataclass(frozen=True)
class Shown:
    """A dataset with its rows."""

    dataset: Dataset
    id: str
    rows: tuple[Row, ...]


class Places:
    """The anchors of datasets and variables, given in order before anything refers to them."""

    def __init__(self, metadata: Metadata, anchors: Anchors):
        self._metadata, self._anchors = metadata, anchors
        self._wheres = by_oid(metadata.wheres)
        self._codelists = by_oid(metadata.codelists)
        self._ids: dict[tuple[int, ...], str] = {}  # dataset, variable, value, ... -> anchor
        self._items: dict[str, dict[int, tuple[str, Variable]]] = {}  # OID -> dataset -> anchor, variable
        self.named: dict[str, str] = {}  # DATASET.VARIABLE -> anchor
        self.groups: dict[str, tuple[str, int]] = {}  # OID of a dataset -> anchor, position
        self.datasets = self._datasets()

    def clauses(self, oids: tuple[str, ...], dataset: int) -> tuple[Clause, ...]:
        """Where clauses in words, as they are read in a dataset."""
        return tuple(self._clause(self._wheres.get(oid), oid, dataset) for oid in oids)

    def item(self, oid: str, dataset: int = -1) -> tuple[str, Variable] | None:
        """The anchor of an item, in a dataset if it stands there, and what it is."""
        places = self._items.get(oid)
        return (places.get(dataset) or next(iter(places.values()))) if places else None

    def _datasets(self) -> tuple[Shown, ...]:
        ids = []
        for number, dataset in enumerate(self._metadata.datasets):
            ids.append(self._anchors.new("d", dataset.name))
            self.groups.setdefault(dataset.oid, (ids[-1], number))
            for at, variable in enumerate(dataset.variables):
                self._place(variable, (number, at), f"{dataset.name}.{variable.name}")
        return tuple(
            Shown(dataset, ids[number], tuple(self._row(v, (number, at), "") for at, v in enumerate(dataset.variables)))
            for number, dataset in enumerate(self._metadata.datasets)
        )

    def _place(self, variable: Variable, path: tuple[int, ...], title: str) -> None:
        numbers = [str(n + 1) for n in path[2:]]
        anchor = self._ids[path] = self._anchors.new("v", title, *numbers)
        if not numbers:
            self.named.setdefault(title, anchor)
        if variable.oid:
            self._items.setdefault(variable.oid, {}).setdefault(path[0], (anchor, variable))
        for at, each in enumerate(variable.values):
            self._place(each, (*path, at), title)

    def _row(self, variable: Variable, path: tuple[int, ...], above: str) -> Row:
        dataset = self._metadata.datasets[path[0]]
        anchor = self._ids[path]
        top = dataset.variables[path[1]].name
        said = next((text for o in variable.origins if o.type == "Predecessor" for text in o.said.values()), "")
        return Row(
            variable,
            anchor,
            above,
            len(path) - 2,
            f"{dataset.name}.{top}",
            self.clauses(variable.wheres, path[0]),
            tuple(self._row(each, (*path, at), anchor) for at, each in enumerate(variable.values)),
            self.named.get(said.strip(), ""),
        )

    def _clause(self, where: Where | None, oid: str, dataset: int) -> Clause:
        if where is None:
            return Clause(lost=oid)
        return Clause(tuple(self._condition(check, dataset) for check in where.checks), where.comment)

    def _condition(self, check: Check, dataset: int) -> Condition:
        found = self.item(check.item, dataset)
        anchor, variable = found or ("", None)
        own = self._metadata.datasets[dataset].name if 0 <= dataset < len(self._metadata.datasets) else ""
        elsewhere = check.dataset and dataset not in self._items.get(check.item, {}) and check.dataset != own
        name = check.variable or check.item
        codelist = self._codelists.get(variable.codelist) if variable else None
        known = {t.value: t.decode for t in codelist.terms} if codelist else {}
        decoded = known if len(check.values) <= _DECODED else {}
        values = tuple((value, decoded.get(value, {})) for value in check.values)
        return Condition(f"{check.dataset}.{name}" if elsewhere else name, anchor, check.comparator, values)
