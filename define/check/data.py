"""Rules about the data: datasets and variables on both sides, keys, lengths, values.  One dataset is read at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from lxml import etree

from onespec.define.check import value_level
from onespec.define.check.given import CHAR, NUM, READERS, Given, Reader, file_of, files_of
from onespec.define.check.kinds import short
from onespec.define.check.rules import rules
from onespec.define.check.told import Told
from onespec.define.check.values import NUMBERS, finer, listed, longest, not_of_type, outside, used
from onespec.define.check.world import World
from onespec.engine.columns import as_text, combinations
from onespec.engine.findings import Stopped
from onespec.engine.metadata.model import Dataset, Variable

_OWN_LENGTHS = ("SUPP", "RELREC")  # datasets whose lengths are their own (FDA, business rule FB1901)


def check_data(world: World, folder: Path, readers: Mapping[str, Reader] = READERS) -> Told:
    """What the rules about data find, by rule; the folder's files are read one after the other."""
    told = Told()
    files = files_of(folder, readers)
    described: set[Path] = set()
    for dataset in world.metadata.datasets:
        path = file_of(world, dataset, files, readers)
        if path is None:
            if dataset.no_data != "Yes":
                told.add("DX2001", world.groups[dataset.oid], dataset.name)
            continue
        described.add(path)
        try:
            given = readers[path.suffix.lower()](path)
        except Stopped as stopped:
            said = stopped.findings[0]
            told.add("DX2017", world.groups[dataset.oid], path.name, f"{said.message}")
            continue
        _Dataset(world, told, dataset, given).check()
    for path in files.values():
        if path not in described:
            told.add("DX2002", world.head, path.stem.upper())
    _lengths(world, told)
    _terms(world, told)
    return told


class _Dataset:
    """The check of one dataset."""

    def __init__(self, world: World, told: Told, dataset: Dataset, given: Given):
        self.world, self.told, self.dataset, self.given = world, told, dataset, given
        self.group = world.groups[dataset.oid]
        self.rows = len(given.frame)

    def ref(self, variable: Variable) -> etree._Element:
        return self.world.refs.get((self.dataset.oid, variable.oid), self.group)

    def check(self) -> None:
        dataset, given = self.dataset, self.given
        if given.name and given.name != dataset.name:
            self.told.add("DX2018", self.group, f"of {dataset.name}", given.name)
        labels = [label.strip() for label in dataset.label.values()]
        if given.label is not None and labels and given.label.strip() not in labels:
            self.told.add("DX2010", self.group, labels[0], given.label)
        if dataset.no_data == "Yes" and self.rows:
            self.told.add("DX2014", self.group, dataset.name, f"its file has {records(self.rows)}")
        if dataset.no_data != "Yes" and not self.rows:
            self.told.add("DX2015", self.group, dataset.name)
        self._both_ways()
        for variable in dataset.variables:
            if variable.oid and variable.name in given.variables:
                self._variable(variable)
        self._key()
        value_level.check_values(self.world, self.told, dataset, given)

    def _both_ways(self) -> None:
        described = [v.name for v in sorted(self.dataset.variables, key=_order) if v.oid]
        for variable in self.dataset.variables:
            if variable.oid and variable.name not in self.given.variables and variable.no_data != "Yes":
                self.told.add("DX2003", self.ref(variable), variable.name)
        for name in self.given.variables:
            if name not in described:
                self.told.add("DX2004", self.group, name)
        here = [name for name in dict.fromkeys(described) if name in self.given.variables]
        there = [name for name in self.given.variables if name in set(described)]
        for said, has in zip(here, there, strict=False):
            if said != has:
                self.told.add("DX2005", self.group, said, has)
                break

    def _variable(self, variable: Variable) -> None:
        stated, column = self.given.variables[variable.name], self.given.frame[variable.name]
        item = self.world.items[variable.oid]
        labels = [label.strip() for label in variable.label.values()]
        if stated.label is not None and labels and stated.label.strip() not in labels:
            self.told.add("DX2006", item, labels[0], stated.label)
        wanted = NUM if variable.type in NUMBERS else CHAR
        if stated.type and variable.type and stated.type != wanted:
            self.told.add("DX2007", item, variable.type, stated.type)
        self._format(variable, item)
        blank = int(column.isna().sum())
        if variable.no_data == "Yes" and blank < self.rows:
            self.told.add("DX2014", self.ref(variable), variable.name, f"{records(self.rows - blank)} have")
        elif variable.no_data != "Yes" and blank == self.rows and self.rows:
            self.told.add("DX2015", self.ref(variable), variable.name)
        if blank:
            self.world.blank.add((self.dataset.name, variable.name))
            if variable.mandatory == "Yes":
                self.told.add("DX2016", self.ref(variable), variable.name, records(blank))
        size = longest(column, self.given.encoding)
        self.told.measured(variable.oid, self._known_by(variable), size)
        if stated.type == CHAR and stated.length is not None and variable.length.isdecimal():
            self.told.stated.setdefault(variable.oid, stated.length)
        if stated.type == wanted or not stated.type:
            self._values(variable, item)

    def _format(self, variable: Variable, item: etree._Element) -> None:
        stated = self.given.variables[variable.name].format
        if stated is None:
            return
        said, has = (text.upper().strip().rstrip(".") for text in (variable.format, stated))
        if said != has and (said or self.given.variables[variable.name].type == NUM and has[:4] != "BEST"):
            self.told.add("DX2012", item, variable.format, stated)

    def _values(self, variable: Variable, item: etree._Element) -> None:
        column = self.given.frame[variable.name]
        wrong = not_of_type(column, variable.type)
        if wrong:
            rule = "DX2103" if variable.type == "integer" else "DX2105"
            self.told.add(rule, item, listed(wrong), variable.type)
        if variable.type == "float" and variable.digits.isdecimal():
            if more := finer(column, int(variable.digits)):
                self.told.add("DX2104", item, variable.digits, listed(more))
        codelist = self.world.codelists.get(variable.codelist)
        if codelist and codelist.terms:
            terms = [term.value for term in codelist.terms]
            if unknown := outside(column, terms):
                self.told.add("DX2101", item, listed(unknown), codelist.name)
            self.told.used.setdefault(codelist.oid, set()).update(used(column, terms))

    def _known_by(self, variable: Variable) -> tuple[str, str]:
        """Variables of one name have one length, but those of supplemental qualifiers."""
        own = self.dataset.name.startswith(_OWN_LENGTHS)
        return (self.dataset.name if own else "", variable.name)

    def _key(self) -> None:
        keys = [name for name in self.dataset.keys if name]
        if not keys or not self.rows or any(name not in self.given.variables for name in keys):
            return
        codes, first = combinations([self.given.frame[name] for name in keys])
        if len(first) == self.rows:
            return
        again = np.ones(self.rows, bool)
        again[first] = False
        row = int(np.flatnonzero(again)[0])
        values = ", ".join(f"{name}={as_text(self.given.frame[name])[row]}" for name in keys)
        detail = f"{records(int(again.sum()))} repeat another, the first is record {row + 1} ({short(values)})"
        self.told.add("DX2013", self.group, ", ".join(keys), detail)


def records(number: int) -> str:
    return f"{number:,} record{'s' if number != 1 else ''}"


def _order(variable: Variable) -> int:
    return int(variable.order) if variable.order.isdecimal() else 0


def _lengths(world: World, told: Told) -> None:
    """Lengths against the longest value of the item, and of all variables of its name."""
    for oid, (known, size) in told.longest.items():
        item = world.defined[oid]
        if not item.length.isdecimal() or item.type not in ("text", "integer"):
            continue
        said, most = int(item.length), told.by_name[known]
        if size > said:
            told.add("DX2008", world.items[oid], item.length, str(size))
        elif item.type == "text" and most and too_long(said, most, "DX2009"):
            told.add("DX2009", world.items[oid], item.length, str(most))
        elif item.type == "text" and told.stated.get(oid, said) != said:
            told.add("DX2011", world.items[oid], item.length, str(told.stated[oid]))


def too_long(said: int, most: int, rule: str) -> bool:
    """Is a length so many times, and so much more than, what the longest value needs?"""
    given = rules()[rule].given
    return said > most * given["times"] and said > most + given["more"]


def _terms(world: World, told: Told) -> None:
    """Terms that no record has, of codelists whose variables are there."""
    for oid, used_terms in told.used.items():
        codelist = world.codelists[oid]
        unused = [term.value for term in codelist.terms if term.value not in used_terms]
        if unused and used_terms:  # of variables without data no term is used
            told.add("DX2102", world.codelist_nodes[oid], listed(unused))
