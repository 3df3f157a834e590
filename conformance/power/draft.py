"""A package that is being spoiled, in memory: what is changed is copied first, the files stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from onespec.conformance.package import Package, Table
from onespec.conformance.series import as_text, is_number, text
from onespec.engine.spec.define_reader import Define, Group, Item
from onespec.engine.xpt.layout import XptVariable

# What a record must have: a text, "*" for any but blank, or a function of the column as text.
Wanted = str | Callable[[pd.Series], pd.Series]


class CannotSpoil(Exception):
    """The package has no place for this defect."""


class Draft:
    """changed: the datasets whose records, header or description are not what they were."""

    def __init__(self, package: Package, define: Define | None):
        self.folder, self.tables = package.folder, dict(package.tables)
        self.groups = dict(define.groups) if define else {}
        self.changed: set[str] = set()

    @property
    def package(self) -> Package:
        return Package(self.folder, self.tables)

    @property
    def define(self) -> Define:
        return Define(self.groups)

    # -- looking -----------------------------------------------------------------------------------

    def frame(self, name: str) -> pd.DataFrame:
        if name not in self.tables:
            raise CannotSpoil(f"there is no {name}")
        frame = self.tables[name].frame
        assert isinstance(frame, pd.DataFrame), "a package that is spoiled is in memory"
        return frame

    def rows(self, name: str, **wanted: Wanted) -> np.ndarray:
        """Positions of the records with these values."""
        frame = self.frame(name)
        mask = np.ones(len(frame), bool)
        for variable, value in wanted.items():
            if variable not in frame:
                raise CannotSpoil(f"{name} has no {variable}")
            column = as_text(frame[variable])
            mask &= np.asarray(value(column) if callable(value) else column != "" if value == "*" else column == value)
        if not mask.any():
            raise CannotSpoil(f"no record of {name} has what the defect needs")
        return np.flatnonzero(mask)

    def row(self, name: str, **wanted: Wanted) -> int:
        """The one in the middle of these records."""
        found = self.rows(name, **wanted)
        return int(found[len(found) // 2])

    def value(self, name: str, row: int, variable: str) -> Any:
        """A text or a number."""
        return self.frame(name)[variable].iloc[row]

    # -- records -----------------------------------------------------------------------------------

    def set(self, name: str, row: int, **values: Any) -> None:
        """Other values in a record; a function makes the new value from the old one."""
        frame = self.frame(name).copy()
        for variable, value in values.items():
            if variable not in frame:
                raise CannotSpoil(f"{name} has no {variable}")
            at = list(frame).index(variable)
            old: Any = frame.iloc[row, at]
            new: Any = value(old) if callable(value) else value
            frame.iloc[row, at] = new
        self._keep(name, frame=frame)

    def add(self, name: str, row: int, **values: Any) -> None:
        """A copy of a record at the end, with other values."""
        self._keep(name, frame=pd.concat([self.frame(name), self.frame(name).iloc[[row]]], ignore_index=True))
        self.set(name, len(self.frame(name)) - 1, **values)

    def drop(self, name: str, rows: int | np.ndarray) -> None:
        self._keep(name, frame=self.frame(name).drop(index=np.atleast_1d(rows).tolist()).reset_index(drop=True))

    # -- variables and labels ----------------------------------------------------------------------

    def drop_variable(self, name: str, variable: str) -> None:
        """From the data and from define.xml."""
        header = self.tables[name].header if variable in self.frame(name) else None
        if header is None:
            raise CannotSpoil(f"{name} has no {variable}")
        self._keep(
            name,
            frame=self.frame(name).drop(columns=variable),
            variables=tuple(v for v in header.variables if v.name != variable),
        )
        self.drop_item(name, variable)

    def add_variable(self, name: str, variable: str, label: str, value: str) -> None:
        """A character variable at the end, in the data and not in define.xml."""
        frame = self.frame(name)
        self._keep(
            name,
            frame=frame.assign(**{variable: text(value, len(frame))}),
            variables=(*self.tables[name].header.variables, XptVariable(variable, label, "Char", max(len(value), 1))),
        )

    def add_column(self, name: str, variable: str, label: str, values: pd.Series) -> None:
        """A variable at the end with a value for each record, in the data and not in define.xml."""
        frame, numeric = self.frame(name), is_number(values)
        length = 8 if numeric else max([1, *values.str.len()])
        self._keep(
            name,
            frame=frame.assign(**{variable: values}),
            variables=(
                *self.tables[name].header.variables,
                XptVariable(variable, label, "Num" if numeric else "Char", length),
            ),
        )

    def exchange(self, name: str, one: str, other: str) -> None:
        """Two variables stand in each other's place."""
        frame, header = self.frame(name), self.tables[name].header
        place = {one: other, other: one}
        by_name = {v.name: v for v in header.variables}
        self._keep(
            name,
            frame=frame[[place.get(str(c), c) for c in frame]],
            variables=tuple(by_name[place.get(v.name, v.name)] for v in header.variables),
        )

    def label(self, name: str, label: str) -> None:
        self.frame(name)
        table = self.tables[name]
        self.tables[name] = replace(table, header=replace(table.header, label=label))
        self.changed.add(name)

    def variable(
        self, name: str, variable: str, change: Callable[[pd.Series], pd.Series] | None = None, **attributes: Any
    ) -> None:
        """What the header says of a variable, and its whole column."""
        frame = self.frame(name)
        if variable not in frame:
            raise CannotSpoil(f"{name} has no {variable}")
        if change:
            frame = frame.assign(**{variable: change(frame[variable])})
        self._keep(
            name,
            frame=frame,
            variables=tuple(
                replace(v, **attributes) if v.name == variable else v for v in self.tables[name].header.variables
            ),
        )

    def drop_dataset(self, name: str) -> None:
        self.frame(name)
        del self.tables[name]
        self.changed.add(name)

    # -- define.xml --------------------------------------------------------------------------------

    def item(self, name: str, variable: str, **change: Any) -> None:
        item = self.described(name, variable)
        self._describe(name, {**self.group(name).items, variable: replace(item, **change)})

    def drop_item(self, name: str, variable: str) -> None:
        self._describe(name, {n: i for n, i in self.group(name).items.items() if n != variable})

    def add_item(self, name: str, variable: str, like: str) -> None:
        item = replace(self.described(name, like), name=variable)
        self._describe(name, {**self.group(name).items, variable: item})

    def drop_group(self, name: str) -> None:
        self.group(name)
        del self.groups[name]
        self.changed.add(name)

    def group(self, name: str) -> Group:
        """What define.xml says of a dataset."""
        if name not in self.groups:
            raise CannotSpoil(f"define.xml has no {name}")
        return self.groups[name]

    def described(self, name: str, variable: str) -> Item:
        """What define.xml says of a variable."""
        if variable not in self.group(name).items:
            raise CannotSpoil(f"define.xml has no {name}.{variable}")
        return self.groups[name].items[variable]

    def _describe(self, name: str, items: dict[str, Item]) -> None:
        self.groups[name] = replace(self.groups[name], items=items)
        self.changed.add(name)

    def _keep(self, name: str, frame: pd.DataFrame, variables: tuple[XptVariable, ...] | None = None) -> None:
        header = self.tables[name].header
        self.tables[name] = Table(header if variables is None else replace(header, variables=variables), frame)
        self.changed.add(name)
