"""The contract of analyses: what a function of ``results/methods`` is given, and what it gives back.

    @analysis("Number and percentage of the subjects with {variable} equal to {wanted}, ...")
    def proportion(source: Source, variable: TextName, wanted: Annotated[str, TermOf("variable")]) -> Result:

The parameter ``source`` holds the records that ``from`` and ``where`` of the analysis choose among the subjects of the
display's population; a parameter annotated `Name`, `TextName`, `NumberName` names a variable of that dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from onespec.engine.columns import as_text
from onespec.engine.days import iso_date
from onespec.engine.frames import Frame
from onespec.engine.languages import CHINESE
from onespec.results.statistics.decimals import rounded_text
from onespec.results.words import CHINESE_OF

NOBODY = "-"  # what stands where a statistic cannot be computed


@dataclass(frozen=True)
class Words:
    """Words in English, and in Chinese where there are any."""

    en: str
    zh: str = ""

    def __getitem__(self, language: str) -> str:
        return self.zh or self.en if language == CHINESE else self.en


@dataclass(frozen=True)
class Standing:
    """The records that a statistic stands on: a dataset, and their numbers in its transport file, from 1."""

    dataset: str
    rows: tuple[int, ...]


NOTHING = Standing("", ())


@dataclass(frozen=True)
class Stat:
    """One statistic: one row of the analysis results data (ARD).

    name    n, N, p, mean, sd, median, p25, p75, min, max, estimate, conf.low, conf.high, ... (as cards names them)
    label   in words: ``n``, ``Percent``, ``95% confidence limit, lower``
    value   the number as it was computed, not rounded; a text for values that are none; None where there is none
    text    as it is printed
    on      the records that it stands on
    """

    name: str
    label: str
    value: float | str | None
    text: str
    on: Standing = NOTHING


@dataclass(frozen=True)
class Cell:
    """What stands in one column of a line: statistics, and how they are put together."""

    stats: tuple[Stat, ...] = ()
    template: str = "{0}"

    @property
    def text(self) -> str:
        return self.template.format(*(s.text for s in self.stats)) if self.stats else ""


BLANK = Cell((), "")


@dataclass(frozen=True)
class Line:
    """One line of a display: a label, and a cell a column.

    variable, level   what the statistics are about: a variable of the dataset, and the value of it ("" for all)
    within            variables and values that the line stands under: ``(("AEBODSYS", "Eye disorders"),)``; the
                      variable "" is the group of the display
    indent            how far the label stands in
    head              a heading without numbers
    """

    label: Words
    cells: tuple[Cell, ...] = ()
    variable: str = ""
    level: str = ""
    within: tuple[tuple[str, str], ...] = ()
    indent: int = 0
    head: bool = False


class Drawn(Protocol):
    """A figure as it is written (`onespec.results.figures.picture.Picture`)."""

    def svg(self) -> bytes: ...
    def png(self) -> bytes: ...


Picture = Callable[[str], Drawn]  # language -> the figure


@dataclass(frozen=True)
class Result:
    """What an analysis gives.

    lines    of a table or listing; of a figure: the numbers that it draws
    columns  the heads of the columns; those of the groups when left out
    levels   where the columns are its own: the value of the display's group that each is of; left out where each is of
             all groups, or of the only one
    picture  of a figure: draws it in a language
    corner   the head above the labels
    """

    lines: tuple[Line, ...]
    columns: tuple[Words, ...] = ()
    picture: Picture | None = None
    levels: tuple[str, ...] = ()
    corner: Words = Words("")


@dataclass(frozen=True)
class Group:
    """One column: a value of the display's group variable, all subjects, or the total.

    level    the value; "" for all subjects
    members  per subject of the population: whether it belongs to the group
    """

    level: str
    label: Words
    members: np.ndarray


@dataclass(frozen=True)
class Facts:
    """What is known of the variables of a dataset: labels, and the values of those that are coded, in their order."""

    labels: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decodes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)  # English -> Chinese
    days: frozenset[str] = frozenset()  # the variables that hold dates as SAS has them

    def said(self, english: str) -> Words:
        """Words with their Chinese, where the study or the program has it."""
        return Words(english, self.words.get(english) or CHINESE_OF.get(english, ""))


@dataclass(frozen=True)
class Source:
    """The records of an analysis, and the subjects of the display's population.

    dataset   its name; ``frame`` the chosen records, ``rows`` their numbers in the transport file, from 1
    subject   per record: the position of its subject in ``subjects``
    subjects  USUBJID of the population, each once; ``subject_frame`` their records of the subject-level dataset
              (named ``subject_dataset``), ``subject_rows`` the numbers of these
    groups    the columns of the display, in order
    """

    dataset: str
    frame: Frame
    rows: np.ndarray
    subject: np.ndarray
    subjects: np.ndarray
    subject_frame: Frame
    subject_rows: np.ndarray
    subject_dataset: str
    groups: tuple[Group, ...]
    facts: Facts = Facts()

    def __len__(self) -> int:
        return len(self.rows)

    # -- values ------------------------------------------------------------------------------------

    def text(self, name: str) -> np.ndarray:
        """The values of a variable as texts, blank as ""; numbers are written out."""
        return np.array(as_text(self.frame[name]).tolist(), dtype=object)

    def shown(self, name: str) -> list[str]:
        """The values of a variable as a person reads them: dates as YYYY-MM-DD."""
        if name not in self.facts.days:
            return self.text(name).tolist()
        return [iso_date(day) if np.isfinite(day) else "" for day in self.number(name)]

    def number(self, name: str) -> np.ndarray:
        """The values of a variable that holds numbers, missing as NaN."""
        return np.array(self.frame[name].tolist(), dtype=float)

    def is_number(self, name: str) -> bool:
        return self.frame[name].is_number

    def levels(self, name: str) -> tuple[str, ...]:
        """The values that a variable may have, in the order of its codelist; without one those that it has, sorted.

        Values beside the codelist follow it.
        """
        there = dict.fromkeys(sorted(set(self.text(name)) - {""}, key=float if self.is_number(name) else None))
        terms = self.facts.terms.get(name, ())
        return (*terms, *(v for v in there if v not in terms)) if terms else tuple(there)

    def said(self, name: str, value: str) -> Words:
        """A value in words: the decode of its codelist."""
        return self.facts.said(self.facts.decodes.get(name, {}).get(value) or value)

    def label(self, name: str) -> Words:
        """The label of a variable."""
        return self.facts.said(self.facts.labels.get(name, name))

    # -- subsets -----------------------------------------------------------------------------------

    def take(self, mask: np.ndarray) -> Source:
        """Only some records; the population stays."""
        at = np.flatnonzero(mask)
        return replace(self, frame=self.frame.take(at), rows=self.rows[at], subject=self.subject[at])

    def within(self, group: Group) -> Source:
        """The records and the subjects of one column."""
        keep = np.flatnonzero(group.members)
        place = np.full(len(self.subjects) + 1, -1)
        place[keep] = np.arange(len(keep))
        at = np.flatnonzero(place[self.subject] >= 0) if len(self.subject) else np.array([], int)
        return replace(
            self,
            frame=self.frame.take(at),
            rows=self.rows[at],
            subject=place[self.subject[at]] if len(at) else at,
            subjects=self.subjects[keep],
            subject_frame=self.subject_frame.take(keep),
            subject_rows=self.subject_rows[keep],
            groups=(replace(group, members=np.ones(len(keep), bool)),),
        )

    def each_group(self) -> Iterator[Source]:
        """The records and subjects of each column, in order."""
        return (self.within(group) for group in self.groups)

    # -- what statistics stand on ------------------------------------------------------------------

    def on(self, mask: np.ndarray | None = None) -> Standing:
        """The records (of a mask) as what a statistic stands on."""
        rows = self.rows if mask is None else self.rows[mask]
        return Standing(self.dataset, tuple(map(int, rows)))

    def population(self, mask: np.ndarray | None = None) -> Standing:
        """The subjects of the population (of a mask) as what a statistic stands on: their subject-level records."""
        rows = self.subject_rows if mask is None else self.subject_rows[mask]
        return Standing(self.subject_dataset, tuple(map(int, rows)))

    def with_record(self, mask: np.ndarray | None = None) -> np.ndarray:
        """Per subject of the population: whether one of the records (of a mask) is the subject's."""
        out = np.zeros(len(self.subjects), bool)
        out[self.subject if mask is None else self.subject[mask]] = True
        return out


@dataclass(frozen=True)
class Beside:
    """The records of a selection inside the parameters of an analysis, and the variables that it names.

    The parameter's annotation is a class derived from `onespec.engine.contract.Selection`, whose fields (`Name`) are
    the keys of the selection beside ``from`` and ``where``: ``beside["date"]`` is the name of the variable.
    """

    source: Source
    named: Mapping[str, object]

    def __getitem__(self, key: str) -> str:
        return str(self.named[key])


# -- how numbers are printed -----------------------------------------------------------------------


def counted(n: int, of: int, on: Standing, denominator: Standing = NOTHING) -> Cell:
    """A number of subjects with its percentage: ``9 (31.0%)``; ``0`` without one."""
    share = 100 * n / of if of else None
    stats = (
        Stat("n", "n", float(n), str(n), on),
        Stat("N", "N", float(of), str(of), denominator),
        Stat("p", "Percent", share, NOBODY if share is None else fixed(share, 1), on),
    )
    return Cell(stats, "{0} ({2}%)" if n and of else "{0}")


def fixed(value: float | None, decimals: int) -> str:
    """A number with so many decimals, halves away from zero; `NOBODY` for none."""
    if value is None or not np.isfinite(value):
        return NOBODY
    return rounded_text(value, decimals)
