# pyright: standard
"""Two editions of a study held against each other, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from onespec.engine.findings import NotThere
from onespec.engine.languages import CHINESE, ENGLISH
from onespec.told import Told

if TYPE_CHECKING:
    from pathlib import Path

    from onespec.engine.frames import Frame
    from onespec.engine.plan.references import Plan
    from onespec.study import Study

LABEL, NAME, VALUE = "QLABEL", "QNAM", "QVAL"  # of a SUPP-- dataset


@dataclass(frozen=True)
class Differing:
    """A variable whose cells differ between the editions.

    cells     how many of them; ``wrong``: those of them that may not differ
    example   the first such cell in each edition
    """

    dataset: str
    variable: str
    cells: int
    wrong: int
    example: tuple[str, str]


@dataclass(frozen=True)
class EditionsCompared(Told):
    """What differs between two editions, and what may.

    languages  of the two
    may        the columns whose texts may differ: they come from a text that is translated
    differing  what differs; ``unlike``: datasets of another shape, in words
    cells      that were compared, in how many datasets
    """

    languages: tuple[str, str]
    may: tuple[tuple[str, str], ...]
    differing: tuple[Differing, ...]
    unlike: tuple[str, ...] = ()
    cells: int = 0
    datasets: int = 0

    @property
    def good(self) -> bool:
        """Does nothing differ that may not?"""
        return not self.unlike and not any(each.wrong for each in self.differing)

    def text(self) -> str:
        head = f"{'dataset':9}{'variable':10}{'cells':>9}  {' -> '.join(self.languages)}"
        lines = [
            f"{d.dataset:9}{d.variable:10}{d.cells:>9,}  {' -> '.join(map(_short, d.example))}"
            f"{f'  WRONG: {d.wrong:,} may not differ' if d.wrong else ''}"
            for d in self.differing
        ]
        wrong = sum(each.wrong for each in self.differing)
        counted = f"{self.cells:,} cells of {self.datasets} datasets: {sum(d.cells for d in self.differing):,} differ"
        verdict = "all where a text is translated" if self.good else f"{wrong:,} where none is translated"
        return "\n".join([head, *lines, "", *self.unlike, f"{counted}, {verdict}."])

    def facts(self) -> dict[str, Any]:
        return {
            "languages": list(self.languages),
            "good": self.good,
            "cells": self.cells,
            "may_differ": [".".join(each) for each in self.may],
            "differing": [
                {"dataset": d.dataset, "variable": d.variable, "cells": d.cells, "wrong": d.wrong}
                for d in self.differing
            ],
            "unlike": list(self.unlike),
        }


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:27]}..."


def compare_editions(study: Study) -> EditionsCompared:
    """The built edition of a study against that of the other language; see `Study.compare_editions`."""
    language = _other(study.plan().study.language)
    other = type(study)(study.folder, study.raw, None, study.tried._replace(language=language))
    if study.out == other.out:
        raise NotThere(f"The outputs of both editions would lie in {study.out}. Open the study without 'out'.")
    return compared(study, other)


def compared(study: Study, other: Study) -> EditionsCompared:
    """Two editions of a study, each with its outputs; raises `NotBuilt`, and `Stopped`."""
    from onespec.engine.plan.editions import differing

    for each in (study, other):
        each.require_built()
    plan, paths, theirs = study.plan(), study.datasets(), other.datasets()
    may = differing(plan)
    found: list[Differing] = []
    unlike, cells = [f"{n} is built in one edition only." for n in sorted(paths.keys() ^ theirs.keys())], 0
    for name in (n for n in paths if n in theirs):
        one, two = _read(paths[name], study.out), _read(theirs[name], other.out)
        if len(one) != len(two) or one.columns != two.columns:
            unlike.append(f"{name} has other records or variables in each edition: {len(one):,} and {len(two):,} rows.")
            continue
        cells += len(one) * len(one.columns)
        found += _differing(plan, name, (one, two), may)
    listed = tuple(sorted(each for each in may if each[0] in plan.study.datasets))
    languages = plan.study.language, other.plan().study.language
    return EditionsCompared(languages, listed, tuple(found), tuple(unlike), cells, len(paths))


def _other(language: str) -> str:
    return CHINESE if language == ENGLISH else ENGLISH


def _read(path: Path, out: Path) -> Frame:
    from onespec.engine.build.ownership import encoding_of
    from onespec.engine.xpt.reader import read_columns

    return read_columns(path, encoding=encoding_of(out))[1]


def _differing(plan: Plan, name: str, sides: tuple[Frame, Frame], may: frozenset[tuple[str, str]]) -> list[Differing]:
    import numpy as np

    from onespec.engine.columns import as_text

    out, parent = [], plan.study.datasets[name].parent
    for variable in sides[0].columns:
        one, two = (as_text(side[variable]) for side in sides)
        differs = np.flatnonzero(np.array(one != two))
        if not len(differs):
            continue
        wrong = 0 if (name, variable) in may or (parent and variable == LABEL) else len(differs)
        if parent and variable == VALUE:
            names = as_text(sides[0][NAME]).take(differs).tolist()
            wrong = sum((parent, qualifier) not in may for qualifier in names)
        first = int(differs[0])
        out.append(Differing(name, variable, len(differs), wrong, (one[first], two[first])))
    return out
