"""What changed in the datasets that are built of two exports: records new, gone and changed, and which of their values.

A record is found again by the keys of its dataset without the numbers that a build gives (--SEQ, ASEQ, SRCSEQ, RELID):
a record that comes before others would change them all.  A reference to a number (IDVARVAL) is that to the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import as_text, blanks, combinations, positions_in, text
from onespec.engine.frames import Frame
from onespec.engine.groups import nth_of
from onespec.engine.kinds import Text
from onespec.engine.raw.identity import BETWEEN
from onespec.engine.raw.pairs import Pairs, paired
from onespec.engine.spec.model import Dataset, Study
from onespec.engine.trace.links import shown
from onespec.engine.xpt.reader import read_columns

NUMBERED = ("ASEQ", "SRCSEQ", "RELID")  # besides --SEQ: what a build numbers, and refers to by number
SUBJECT, STUDY = "USUBJID", "STUDYID"


class RecordAt(NamedTuple):
    """A record of a dataset: its subject, and its keys."""

    dataset: str
    subject: str
    name: str


class ValueChange(NamedTuple):
    """A value of a record that both builds have."""

    dataset: str
    subject: str
    name: str
    variable: str
    old: str
    new: str


@dataclass(frozen=True)
class DatasetChange:
    """A dataset of two builds.

    changed   records of both that differ in a value; ``numbered``: in the number that a build gives them alone
    values    of changed records, in the order of the new build
    """

    dataset: Dataset
    old: int
    new: int
    changed: int
    numbered: int
    gone: list[RecordAt] = field(default_factory=list)
    added: list[RecordAt] = field(default_factory=list)
    values: list[ValueChange] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Does anything differ but numbers?"""
        return bool(self.gone or self.added or self.values)

    def variables(self) -> dict[str, int]:
        """How many values of each variable differ, the most first."""
        counts: dict[str, int] = {}
        for value in self.values:
            counts[value.variable] = counts.get(value.variable, 0) + 1
        return dict(sorted(counts.items(), key=lambda each: -each[1]))


class BuiltSide:
    """The datasets that are built of one of the exports."""

    def __init__(self, study: Study, out: Path):
        self.study, self.out = study, out
        self._frames: dict[str, Frame] = {}
        self._referred: dict[str, Text] = {}

    def frame(self, name: str) -> Frame:
        """The records of a dataset; none of one that is not built.  Dates are numbers, as SAS has them."""
        if name not in self._frames:
            path = self.out / self.study.datasets[name].standard / f"{name.lower()}.xpt"
            there = path.is_file()
            self._frames[name] = read_columns(path, encoding=self.study.encoding)[1] if there else Frame({}, 0)
        return self._frames[name]

    def column(self, name: str, variable: str) -> Column:
        """A variable of a dataset; blank where the file does not hold it."""
        frame, of = self.frame(name), self.study.datasets[name].variables[variable]
        if variable not in frame:
            return blanks(len(frame), of.is_number)
        if variable != "IDVARVAL" or "IDVAR" not in frame:
            return frame[variable] if of.is_number else as_text(frame[variable])
        if name not in self._referred:
            self._referred[name] = self._referring(name)
        return self._referred[name]

    def keys(self, name: str) -> list[Column]:
        """The subject and the other keys of each record, numbers left out."""
        wanted = record_keys(self.study, self.study.datasets[name])
        return [self.subject(name), *(self.column(name, key) for key in wanted)]

    def subject(self, name: str) -> Text:
        """The subject of each record; blank in a dataset that has none."""
        frame = self.frame(name)
        return frame[SUBJECT] if SUBJECT in frame else text("", len(frame))

    @cached_property
    def called(self) -> dict[str, str]:
        """What the CRF calls each subject (SUBJID), by its USUBJID."""
        both = [n for n in self.study.datasets if {SUBJECT, "SUBJID"} <= set(self.frame(n))]
        frame = self.frame(both[0]) if both else Frame({SUBJECT: text([]), "SUBJID": text([])})
        return dict(zip(frame[SUBJECT].tolist(), frame["SUBJID"].tolist(), strict=True))

    def shown(self, name: str, variable: str) -> Text:
        """A variable as a person reads it."""
        column, of = self.column(name, variable), self.study.datasets[name].variables[variable]
        if isinstance(column, Text):
            return column
        codes, first = combinations([column])
        return text([shown(of, value) for value in column.take(first).tolist()]).take(codes)

    @cached_property
    def subjects(self) -> set[str]:
        """Everybody who has a record."""
        names = [n for n in self.study.datasets if SUBJECT in self.frame(n)]
        return {subject for n in names for subject in self.frame(n)[SUBJECT]} - {""}

    def _referring(self, name: str) -> Text:
        """IDVARVAL with the names of records in the place of their numbers."""
        frame = self.frame(name)
        out, variable = frame["IDVARVAL"], frame["IDVAR"]
        for domain in dict.fromkeys(frame["RDOMAIN"].tolist()):
            number = f"{domain}SEQ"
            mine = np.flatnonzero((frame["RDOMAIN"] == domain) & (variable == number))
            if domain in self.study.datasets and number in self.frame(domain) and len(mine):
                there = self.frame(domain)
                at = positions_in([frame[SUBJECT].take(mine), out.take(mine)], [there[SUBJECT], as_text(there[number])])
                known, place = np.unique(at[at >= 0], return_inverse=True)
                names = Names(self, domain)
                out = out.put(mine[at >= 0], text([names.at(i) for i in known.tolist()]).take(place))
        return out


class Names:
    """What the records of a subject are called: their keys without the subject; those that repeat are numbered."""

    def __init__(self, side: BuiltSide, name: str):
        dataset = side.study.datasets[name]
        held = [key for key in record_keys(side.study, dataset) if key in side.frame(name)]
        self.keys = [(dataset.variables[key], side.column(name, key)) for key in held]
        self.times = nth_of(combinations(side.keys(name))[0]) + 1

    def at(self, position: int) -> str:
        """The name of a record."""
        values = (shown(variable, column[position]) for variable, column in self.keys)
        called, times = BETWEEN.join(values), int(self.times[position])
        return f"{called} #{times}".strip() if times > 1 else called


def is_number_of_record(study: Study, variable: str) -> bool:
    """Is it a number that a build gives to records, or a reference to one?"""
    return variable in NUMBERED or variable.endswith("SEQ") and variable.removesuffix("SEQ") in study.datasets


def record_keys(study: Study, dataset: Dataset) -> list[str]:
    """The keys by which a record is found again, besides the subject."""
    keys = [k for k in dataset.keys if k not in (STUDY, SUBJECT) and not is_number_of_record(study, k)]
    related = "RELID" in dataset.keys and "IDVARVAL" in dataset.variables and "IDVARVAL" not in keys
    return [*keys, "IDVARVAL"] if related else keys


def dataset_change(name: str, old: BuiltSide, new: BuiltSide) -> DatasetChange:
    """The records of a dataset that are not in both builds alike."""
    study, dataset = new.study, new.study.datasets[name]
    held = [v.name for v in dataset.columns if v.name in old.frame(name) or v.name in new.frame(name)]
    numbers = [v for v in held if is_number_of_record(study, v)]
    columns = [v for v in held if v not in numbers]
    counts = len(old.frame(name)), len(new.frame(name))
    if not columns:
        return DatasetChange(dataset, *counts, 0, 0)
    keys = old.keys(name), new.keys(name)
    pairs = paired(
        [old.column(name, v) for v in columns],
        [new.column(name, v) for v in columns],
        lambda before, after: ([k.take(before) for k in keys[0]], [k.take(after) for k in keys[1]]),
    )
    moved = np.zeros(len(pairs.old), bool)
    for variable in numbers:
        moved |= differing(old.column(name, variable).take(pairs.old), new.column(name, variable).take(pairs.new))
    records = _Records(old, name), _Records(new, name)
    return DatasetChange(
        dataset,
        *counts,
        int((~pairs.alike).sum()),
        int((moved & pairs.alike).sum()),
        [records[0].of(i) for i in pairs.gone.tolist()],
        [records[1].of(i) for i in pairs.added.tolist()],
        _values(records, columns, pairs),
    )


class _Records:
    """The records of a dataset, and what they are called."""

    def __init__(self, side: BuiltSide, name: str):
        self.side, self.name, self.names, self.subjects = side, name, Names(side, name), side.subject(name)

    def of(self, position: int) -> RecordAt:
        subject: str = self.subjects[position]
        return RecordAt(self.name, self.side.called.get(subject, subject), self.names.at(position))


def _values(records: tuple[_Records, _Records], columns: list[str], pairs: Pairs) -> list[ValueChange]:
    """The values that differ, by record of the new build, then by variable."""
    old, new = (each.side for each in records)
    name = records[0].name
    rows = np.flatnonzero(~pairs.alike)
    then, after = pairs.old[rows], pairs.new[rows]
    found: list[tuple[int, int, str, str]] = []
    for place, variable in enumerate(columns):
        differ = differing(old.column(name, variable).take(then), new.column(name, variable).take(after))
        at = np.flatnonzero(differ)
        if len(at):
            said = (side.shown(name, variable).take(to[at]) for side, to in ((old, then), (new, after)))
            found += zip(at.tolist(), [place] * len(at), *said, strict=True)
    return [
        ValueChange(*records[1].of(int(after[at])), columns[place], before, now)
        for at, place, before, now in sorted(found)
    ]


def differing(old: Column, new: Column) -> np.ndarray:
    """True where two columns say another thing; what is missing in both is the same."""
    return (old != new) & ~(old.isna() & new.isna())


def dataset_changes(old: BuiltSide, new: BuiltSide) -> Iterator[DatasetChange]:
    """Every dataset of two builds, in the order of the specification."""
    for name in new.study.datasets:
        yield dataset_change(name, old, new)
