"""What a check is given, and what it gives back.

A check is a function in a file of its name, registered with `onespec.engine.registry.check`.  Its first parameter is
the dataset (`Data`); the others are filled from ``checks.yaml`` by their annotations:

    Variable       a variable of the dataset; without it the check is skipped there
    Variables      those of a list that the dataset has, *FL all that end so, and TRTxxP all of the pattern; without any
                   the check is skipped
    Reference      DS.VAR of another dataset; without it the check is skipped
    References     a list of these; without one of them the check is skipped
    Names, str, int, float    constants; a Names may be written as one text
    Facts          the name of a table in the folder of standards: all its cells are text
    Define, Study  define.xml, the specification's model; without them the check is skipped

The function yields a `Fault` for each thing that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated

import numpy as np
import pandas as pd

from onespec.conformance.guides import PACKAGE, SDTM, Guide
from onespec.conformance.package import Package, Table, split_domain
from onespec.conformance.records import Records
from onespec.conformance.series import (
    TEXT,
    as_number,
    as_text,
    blank,
    combinations,
    holds,
    is_number,
    position_in,
    take,
    text,
)
from onespec.engine.languages import ENGLISH
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.define_reader import Define
from onespec.engine.spec.labels import ENGLISH_EDITION, Edition
from onespec.engine.spec.model import Dataset, Study
from onespec.engine.spec.model import Variable as Variable_
from onespec.engine.spec.standards import DatasetFact, Fact
from onespec.engine.xpt.reader import XptHeader

Variable = Annotated[str, "variable"]
Variables = Annotated[list[str], "variables"]
Reference = Annotated[str, "reference"]
References = Annotated[list[str], "references"]
Names = Annotated[list[str], "names of a list"]
Facts = Annotated[pd.DataFrame, "facts"]

NO_NAMES: Names = []

ALL = "*"
_PLACEHOLDER = {"*": "[A-Z0-9]+", "xx": r"\d\d", "zz": r"\d\d", "y": r"\d{1,2}", "w": r"\d"}  # ADaMIG 1.3, 3.1.5
_PLACEHOLDERS = re.compile(r"\*|xx|zz|y|w")
TEXTS = ("text", "datetime", "durationDatetime")  # the types of variables that are character


@dataclass(frozen=True)
class Fault:
    """Something that is wrong.

    rows       mask or positions of the records at fault; None for the dataset as a whole
    variables  the variables at odds; their values are taken from the records
    detail     what ``{detail}`` of the message stands for: a text; or a Series with one a record, of numbers where a
               missing one is told as "blank"
    others     further values to show, by name (``DM.RFICDTC``): Series aligned with the records
    values     of a fault of the whole dataset: the values to show
    """

    rows: object
    variables: Sequence[str] = ()
    detail: object = ""
    others: dict[str, pd.Series] = field(default_factory=dict)
    values: Sequence[str] = ()

    def details(self, rows: np.ndarray) -> list[str]:
        """The detail of each of some rows."""
        if not isinstance(self.detail, pd.Series):
            return [str(self.detail)] * len(rows)
        some = self.detail.iloc[rows]
        return [str(v) or "blank" for v in as_text(some).tolist()] if is_number(some) else some.tolist()


class Lacking(Exception):
    """A dataset lacks a variable without which the check says nothing; that it is missing is a check of its own."""


@dataclass
class World:
    """What all checks of a run look at.  Variables get the type that the standard says, whatever the file's type is.

    guide   by which the package is judged
    beside  the package from which this one was made (SDTM of ADaM); its datasets are looked at, and not judged
    whole   of the records of some subjects: the world with all of them
    """

    package: Package
    study: Study | None = None
    define: Define | None = None
    guide: Guide = SDTM
    beside: Package | None = None
    whole: World | None = None

    def __post_init__(self) -> None:
        self.package = self._typed(self.package, self.guide)
        if self.beside:
            self.beside = self._typed(self.beside, SDTM)
        self._known: dict[tuple[str, str], pd.Series] = {}

    def _typed(self, package: Package, guide: Guide) -> Package:
        tables = {n: _of_standard_types(t, guide.facts(t, self.study)) for n, t in package.tables.items()}
        return replace(package, tables=tables)

    def spans(self, name: str) -> list[tuple[int, int]]:
        """Ranges of subjects that together are all of a dataset; none where it is looked at whole only."""
        return self.package.source.spans(name) if self.package.source else []

    def part(self, span: tuple[int, int], name: str) -> World:
        """The same with the records of a range of subjects, those of the dataset of a name to be judged."""
        source, beside = self.package.source, self.beside and self.beside.source
        assert source is not None
        return replace(
            self, package=source.package(span, name), beside=beside.package(span) if beside else self.beside, whole=self
        )

    def has_nameless(self, name: str) -> bool:
        """Whether a dataset may have records without a subject."""
        return self.package.source is None or self.package.source.has_nameless(name)

    def forget(self) -> None:
        """Keep no column that was read."""
        for package in (self.package, self.beside):
            for table in package.tables.values() if package else ():
                if isinstance(table.frame, Records):
                    table.frame.forget()

    def frequencies(self, name: str, variable: str) -> pd.Series:
        """The different values of a variable of a whole dataset, in their order, with how often each
        stands; nothing without the dataset or the variable."""
        if self.whole:
            return self.whole.frequencies(name, variable)
        if (name, variable) not in self._known:
            table = self.table(name)
            there = table is not None and variable in table.frame
            column = table.frame[variable] if table and there else pd.Series(dtype=TEXT)
            self._known[name, variable] = column.value_counts().sort_index(kind="stable")
        return self._known[name, variable]

    @property
    def edition(self) -> Edition:
        """The language of labels, and the encoding of texts."""
        return self.study.edition if self.study else ENGLISH_EDITION

    def called(self, name: str) -> frozenset[str]:
        """All by which a check may name a dataset of the package, or the package itself."""
        return self.guide.called(self.package.tables.get(name), self.study)

    def lent(self, name: str) -> frozenset[str]:
        """The variables of a dataset that another one, on which it stands, has under the same name."""
        own = self.package.tables[name].frame
        others = [*(self.beside.tables.values() if self.beside else ())]
        return frozenset(str(c) for t in others for c in t.frame if c in own)

    def table(self, name: str) -> Table | None:
        """A dataset of the package, or of the one beside it."""
        return self.package.tables.get(name) or (self.beside.tables.get(name) if self.beside else None)


def _of_standard_types(table: Table, known: dict[str, Fact]) -> Table:
    """The dataset with texts and numbers as the standard has them.

    A text that is no number becomes missing; the type is a check of its own.
    """
    frame, names = table.frame, [n for n in map(str, table.frame) if n in known]
    numbers = {n: frame.is_number(n) if isinstance(frame, Records) else is_number(frame[n]) for n in names}
    wrong = {n: as_text if number else as_number for n, number in numbers.items() if number != _number(known[n])}
    if not wrong:
        return table
    if isinstance(frame, Records):
        return replace(table, frame=frame.changed(wrong))
    return replace(table, frame=frame.assign(**{n: change(frame[n]) for n, change in wrong.items()}))


def _number(fact: Fact) -> bool:
    return fact.type not in TEXTS


class Data:
    """One dataset of the package, or those of its records that a check's ``where`` keeps.

    position  the place of each record in the transport file, from 0
    read      the other datasets that were looked at; ALL when it was the package as a whole
    """

    def __init__(
        self,
        world: World,
        table: Table | None,
        frame: pd.DataFrame | Records | None = None,
        position: np.ndarray | None = None,
        read: set[str] | None = None,
    ):
        self.world, self.table, self.read = world, table, set() if read is None else read
        self.frame = frame if frame is not None else table.frame if table else pd.DataFrame()
        self._position = table.position if position is None and table else position
        self._count: np.ndarray | None = None

    @property
    def position(self) -> np.ndarray:
        return np.arange(len(self.frame)) if self._position is None else self._position

    @property
    def count(self) -> np.ndarray:
        """How many records of the dataset each of these stands for: 1, but for a check that is `Distinct`."""
        return np.ones(len(self.frame), np.int64) if self._count is None else self._count

    def distinct(self, frame: pd.DataFrame, position: np.ndarray, count: np.ndarray) -> Data:
        """The same dataset with one record for each of several that are alike."""
        out = Data(self.world, self.table, frame, position, self.read)
        out._count = count
        return out

    @property
    def name(self) -> str:
        return self.table.name if self.table else PACKAGE

    @property
    def header(self) -> XptHeader:
        """What the transport file says of the dataset.  Raises `Lacking` for the package as a whole."""
        if self.table is None:
            raise Lacking(PACKAGE)
        return self.table.header

    @property
    def parent(self) -> str:
        """The dataset that a SUPP-- dataset adds to, "" for any other."""
        return self.table.parent if self.table else ""

    @property
    def domain(self) -> str:
        """The domain that a split dataset is a part of, the name of any other."""
        return split_domain(self.name) or self.name

    @property
    def prefix(self) -> str:
        """What ``--`` stands for."""
        return self.world.guide.prefix(self.table) if self.table else self.domain

    @property
    def package(self) -> Package:
        self.read.add(ALL)
        return self.world.package

    @cached_property
    def fact(self) -> DatasetFact | None:
        """What the standard says of the dataset; None for one that it does not know."""
        return self.world.guide.fact(self.table) if self.table else None

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The standard's variables of the dataset, in its order."""
        return self.world.guide.facts(self.table, self.world.study) if self.table else {}

    def label_of(self, fact: Fact | DatasetFact) -> str:
        """The label that the file has to have: the standard's, in the language of the edition."""
        described, edition = self._described(fact.name), self.world.edition
        if edition.language != ENGLISH and described and described.english == fact.label:
            return described.written  # the standard's, as the study says it in that language
        label = edition.label({ENGLISH: fact.label, **fact.said})
        return label.short or label.label

    def english(self, variable: str, label: str) -> str:
        """The label of a variable in English, where the file has it in another language."""
        known = self._described(variable)
        return known.english if known is not None and known.written == label else label

    def _described(self, name: str) -> Dataset | Variable_ | None:
        """What the specification says of a variable, or of the dataset itself."""
        dataset = self.world.study.datasets.get(self.name) if self.world.study else None
        return dataset if dataset is None or name == self.name else dataset.variables.get(name)

    def __len__(self) -> int:
        return len(self.frame)

    def __contains__(self, variable: str) -> bool:
        return variable in self.frame

    def __getitem__(self, variable: str) -> pd.Series:
        """Raises `Lacking` without the variable."""
        if variable not in self.frame:
            raise Lacking(variable)
        return self.frame[variable]

    def text(self, variable: str) -> pd.Series:
        """A variable as text; blanks without it."""
        return as_text(self.frame[variable]) if variable in self.frame else text("", len(self.frame))

    def is_number(self, variable: str) -> bool:
        """Whether a variable that is there has numbers."""
        frame = self.frame
        return frame.is_number(variable) if isinstance(frame, Records) else is_number(frame[variable])

    def number(self, variable: str) -> pd.Series:
        """A variable as numbers; what is none is missing.  Raises `Lacking` without the variable."""
        return as_number(self[variable])

    def filled(self, variable: str) -> pd.Series:
        return ~blank(self.frame[variable])

    def where(self, conditions: tuple[Condition, ...]) -> Data:
        """The records that meet the conditions; none when a variable of theirs is not there."""
        if not conditions:
            return self
        if not all(c.name in self.frame for c in conditions):
            return self._some(np.empty(0, np.intp))
        keep = np.flatnonzero(np.logical_and.reduce([holds(c, self.frame[c.name]) for c in conditions]))
        return self._some(keep)

    def _some(self, keep: np.ndarray) -> Data:
        frame = self.frame
        some = frame.take(keep) if isinstance(frame, Records) else frame.take(keep).reset_index(drop=True)
        return Data(self.world, self.table, some, self.position[keep], self.read)

    def dataset(self, name: str) -> pd.DataFrame | Records:
        """The records of another dataset; no records and no columns when it is not there."""
        table = self.table_of(name)
        return table.frame if table else pd.DataFrame()

    def records_of(self, name: str) -> int:
        """How many records another dataset has, of all subjects."""
        table = self.table_of(name)
        return table.rows if table else 0

    def in_parts(self, name: str) -> bool:
        """Whether another dataset may be seen as the records of some subjects."""
        return any(p.source and p.source.spans(name) for p in (self.world.package, self.world.beside) if p)

    def anywhere(self, name: str, variable: str) -> set:
        """All values of a variable of another dataset, of all subjects; none without the dataset or the variable."""
        self.read.add(name)
        return set(self.world.frequencies(name, variable).index)

    def most_frequent(self, reference: str) -> str:
        """The most frequent value of DS.VAR, of all subjects; of equals the first in their order."""
        name, _, variable = reference.partition(".")
        self.read.add(name)
        return str(self.world.frequencies(name, variable).idxmax())

    def table_of(self, name: str) -> Table | None:
        """Another dataset with its header, of the package or of the one beside it; None when it is not there."""
        self.read.add(name)
        return self.world.table(name)

    def of_subject(self, reference: str) -> pd.Series:
        """DS.VAR of each record's subject, from the subject's first record in DS; blank without one.

        Raises `Lacking` without USUBJID.
        """
        name, _, variable = reference.partition(".")
        other = self.dataset(name)
        if "USUBJID" not in other:
            raise Lacking(f"{name}.USUBJID")
        return take(other[variable], position_in(self["USUBJID"], other["USUBJID"]))

    def groups(self, variables: Sequence[str]) -> np.ndarray:
        """A number for each combination of values; variables that are not there do not count."""
        there = [self.frame[v] for v in variables if v in self.frame]
        return combinations(there)[0] if there else np.zeros(len(self.frame), np.int64)


def known_in(rows: Sequence[pd.Series], register: Sequence[pd.Series]) -> np.ndarray:
    """Where each row's values, side by side, stand in the register; -1 where they do not."""
    if len(rows) == 1:
        return position_in(as_text(rows[0]), as_text(register[0]))
    both = [pd.concat([as_text(r), as_text(o)], ignore_index=True) for r, o in zip(register, rows, strict=True)]
    codes, first = combinations(both)
    found = first[codes[len(register[0]) :]]
    return np.where(found < len(register[0]), found, -1)


def meant(data: Data, name: str) -> list[str]:
    """The variables of the dataset that a name means: ``*FL`` all that end so, ``TRTxxP`` all of the pattern."""
    pattern = _PLACEHOLDERS.sub(lambda found: _PLACEHOLDER[found[0]], name)
    return [name] * (name in data) if pattern == name else [c for c in map(str, data.frame) if re.fullmatch(pattern, c)]
