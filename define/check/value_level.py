"""Rules about value level and the data: each record has one definition, and is as that one says."""

from __future__ import annotations

import numpy as np

from onespec.define.check.conditions import number, written
from onespec.define.check.given import Given
from onespec.define.check.kinds import short
from onespec.define.check.rules import rules
from onespec.define.check.told import Told
from onespec.define.check.values import NUMBERS, finer, listed, longest, not_of_type, outside, used
from onespec.define.check.world import World
from onespec.engine.columns import as_text
from onespec.engine.kinds import Number, Text
from onespec.engine.metadata.model import Check, Dataset, Variable, Where


def check_values(world: World, told: Told, dataset: Dataset, given: Given) -> None:
    """All variables of a dataset that have a value list."""
    level = _Level(world, told, dataset, given)
    for variable in dataset.variables:
        if variable.values and variable.name in given.variables and len(given.frame):
            level.variable(variable)


class _Level:
    def __init__(self, world: World, told: Told, dataset: Dataset, given: Given):
        self.world, self.told, self.dataset, self.given = world, told, dataset, given
        self.wheres = {where.oid: where for _, where in reversed(world.wheres)}
        self.named = {v.oid: v.name for v in dataset.variables}
        self.met: dict[str, np.ndarray | None] = {}

    def variable(self, variable: Variable) -> None:
        """The records of each definition; where a condition is on other datasets, how many hold nobody knows."""
        column = self.given.frame[variable.name]
        holding, whole = np.zeros(len(column), np.int32), True
        for value in variable.values:
            masks = [self.mask(oid) for oid in value.wheres]
            if any(mask is None for mask in masks) or not masks:
                whole = False
                continue
            rows = np.logical_or.reduce([mask for mask in masks if mask is not None])
            holding += rows
            for oid, mask in zip(value.wheres, masks, strict=True):
                if mask is not None and not mask.any():
                    self.told.add("DX2203", self._ref(variable, value), short(self._said(oid)))
            if value.oid and rows.any():
                self._value(value, column.pick(rows))
        if whole:
            self._covered(variable, column, holding)

    def _ref(self, variable: Variable, value: Variable):
        return self.world.refs.get((variable.value_list, value.oid), self.world.head)

    def _said(self, oid: str) -> str:
        where = self.wheres.get(oid)
        return " and ".join(written(self.world, check) for check in where.checks) if where else oid

    def _covered(self, variable: Variable, column: Number | Text, holding: np.ndarray) -> None:
        """Records that have a value and no definition, and those that have several."""
        node = self.world.refs.get((self.dataset.oid, variable.oid), self.world.head)
        for rule, rows in (("DX2201", column.notna() & (holding == 0)), ("DX2202", holding > 1)):
            if rows.any():
                count = int(rows.sum())
                said = f"{count:,} record{'s' if count > 1 else ''}"
                self.told.add(rule, node, self._first(variable, int(np.flatnonzero(rows)[0])), said)

    def _first(self, variable: Variable, row: int) -> str:
        """What a record has in the variables of the conditions."""
        items = dict.fromkeys(
            check.item
            for value in variable.values
            for oid in value.wheres
            if oid in self.wheres
            for check in self.wheres[oid].checks
        )
        names = [self.named[item] for item in items if item in self.named]
        return (
            short(", ".join(f"{name} '{as_text(self.given.frame[name])[row]}'" for name in names)) or f"row {row + 1}"
        )

    # -- the values of one definition --------------------------------------------------------------

    def _value(self, value: Variable, column: Number | Text) -> None:
        item = self.world.items[value.oid]
        wrong = not_of_type(column, value.type)
        if wrong:
            self.told.add("DX2205", item, listed(wrong), value.type)
        elif value.type == "float" and value.digits.isdecimal():
            if more := finer(column, int(value.digits)):
                self.told.add("DX2208", item, value.digits, listed(more))
        if value.length.isdecimal() and (isinstance(column, Text) or value.type == "integer"):
            said, most = int(value.length), longest(column, self.given.encoding)
            limit = rules()["DX2207"].given
            if most > said:
                self.told.add("DX2204", item, value.length, str(most))
            elif value.type not in NUMBERS and most and said > most * limit["times"] and said > most + limit["more"]:
                self.told.add("DX2207", item, value.length, str(most))
        codelist = self.world.codelists.get(value.codelist)
        if codelist and codelist.terms:
            terms = [term.value for term in codelist.terms]
            if unknown := outside(column, terms):
                self.told.add("DX2206", item, listed(unknown), codelist.name)
            self.told.used.setdefault(codelist.oid, set()).update(used(column, terms))

    # -- where clauses -----------------------------------------------------------------------------

    def mask(self, oid: str) -> np.ndarray | None:
        """The records that meet a where clause; None where it cannot be asked of this dataset alone."""
        if oid not in self.met:
            self.met[oid] = self._asked(self.wheres.get(oid))
        return self.met[oid]

    def _asked(self, where: Where | None) -> np.ndarray | None:
        if where is None or not where.checks:
            return None
        out = np.ones(len(self.given.frame), bool)
        for check in where.checks:
            name = self.named.get(check.item, "")
            if name not in self.given.variables or not check.values:
                return None
            out &= holds(self.given.frame[name], check)
        return out


def holds(column: Number | Text, check: Check) -> np.ndarray:
    """The records that meet a condition; a value "" is a blank."""
    how = check.comparator
    if how in ("EQ", "IN"):
        return _is_one(column, check.values)
    if how in ("NE", "NOTIN"):
        return ~_is_one(column, check.values)
    limit = check.values[0]
    if isinstance(column, Number):
        read = number(limit)
        if read is None:
            return np.zeros(len(column), bool)
        values = column.to_numpy()
        return {"LT": values < read, "LE": values <= read, "GT": values > read, "GE": values >= read}.get(
            how, np.zeros(len(column), bool)
        )
    order = {"LT": str.__lt__, "LE": str.__le__, "GT": str.__gt__, "GE": str.__ge__}.get(how)
    if order is None:
        return np.zeros(len(column), bool)
    meets = np.array([bool(text) and order(text, limit) for text in column.distinct.texts], bool)
    return meets[column.codes]


def _is_one(column: Number | Text, values: tuple[str, ...]) -> np.ndarray:
    if isinstance(column, Text):
        return column.isin(values) | (column.isna() if "" in values else False)
    wanted = [read for value in values if (read := number(value)) is not None]
    return np.isin(column.to_numpy(), wanted) | (column.isna() if "" in values else False)
