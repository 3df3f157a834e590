"""The sheets and columns of the industry's workbook, as `sheets.yaml` has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onespec.engine.findings import Findings
from onespec.engine.spec.yamltext import load_yaml

_FILE = "sheets.yaml"
_IN_LANGUAGE = re.compile(r"(.+?)\s*\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)")


@dataclass(frozen=True)
class Column:
    """A column of a sheet; what each part is stands at the head of `sheets.yaml`."""

    header: str
    field: str
    also: tuple[str, ...] = ()
    note: str = ""
    choices: str = ""
    width: int = 12
    look: frozenset[str] = frozenset()
    link: str = ""
    rare: bool = False
    beside: bool = False


@dataclass(frozen=True)
class Layout:
    """A sheet: its name, the others that it goes by, and its columns in order."""

    name: str
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    band: str = ""
    about: str = ""
    skip: bool = False

    def column(self, field: str) -> Column:
        return next(column for column in self.columns if column.field == field)

    def headers(self, fields: Iterable[str]) -> str:
        """The headers of fields, for a message."""
        return ", ".join(self.column(field).header for field in fields)

    def of(self, header: str) -> tuple[Column, str] | None:
        """The column with a header and the language that the header names ("" for none); None for an unknown one."""
        known = self._known()
        if plain(header) in known:
            return known[plain(header)], ""
        named = _IN_LANGUAGE.fullmatch(header.strip())
        if named and plain(named[1]) in known:
            return known[plain(named[1])], named[2]
        return None

    def _known(self) -> Mapping[str, Column]:
        return _known(self)


@cache
def _known(layout: Layout) -> Mapping[str, Column]:
    """A header as such is stronger than the other name of another column."""
    also = {plain(name): column for column in layout.columns for name in column.also}
    return also | {plain(column.header): column for column in layout.columns}


def plain(name: str) -> str:
    """
    >>> plain("Key Variables "), plain("KEY_VARIABLES")
    ('keyvariables', 'keyvariables')
    """
    return re.sub(r"[\W_]+", "", name).casefold()


@cache
def layouts() -> tuple[Layout, ...]:
    """The sheets in the order of the workbook."""
    return tuple(_layout(name, said) for name, said in _table()["sheets"].items())


@cache
def choices() -> Mapping[str, tuple[str, ...]]:
    """The lists that cells are chosen from."""
    return {name: tuple(listed) for name, listed in _table()["choices"].items()}


def layout_of(sheet: str) -> Layout | None:
    """The layout of a sheet by its name, whatever generation it is of."""
    return next((each for each in layouts() if plain(sheet) in map(plain, (each.name, *each.also))), None)


@cache
def layout(name: str) -> Layout:
    """The layout of a sheet that is known to be there."""
    return next(each for each in layouts() if each.name == name)


@cache
def _table() -> dict:
    return load_yaml(Path(__file__).parent / _FILE, _FILE, Findings())


def _layout(name: str, said: Mapping) -> Layout:
    return Layout(
        name,
        tuple(_column(header, each) for header, each in said["columns"].items()),
        tuple(said.get("also", ())),
        tuple(said.get("must_have", ())),
        said.get("band", ""),
        said.get("about", ""),
        "skip" in said,
    )


def _column(header: str, said: Mapping) -> Column:
    width, *look = said["look"].split()
    return Column(
        header,
        said["field"],
        tuple(said.get("also", ())),
        said.get("note", ""),
        said.get("choices", ""),
        int(width),
        frozenset(look),
        said.get("link", ""),
        "rare" in said,
        "beside" in said,
    )
