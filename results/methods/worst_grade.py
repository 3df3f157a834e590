"""The worst grade of each subject, counted."""

from __future__ import annotations

import numpy as np

from onespec.engine.contract import Name, NumberName
from onespec.engine.registry import analysis
from onespec.results.contract import Cell, Line, Result, Source, Words, counted
from onespec.results.methods._stats import heading, only_number


@analysis(
    """For each value of {by}: the number of subjects with a grade, and number and percentage of those whose worst
{grade} of all records is 0, 1, 2 and so on; the percentage is of the subjects with a grade."""
)
def worst_grade(source: Source, by: Name, grade: NumberName) -> Result:
    """A heading a value of ``by``, in the order of its codelist; below it a line a grade, up to the worst of all.

    Records without a grade, and subjects without one, count nowhere.
    """
    lines: list[Line] = []
    grades = source.number(grade)
    highest = int(np.nanmax(grades)) if (~np.isnan(grades)).any() else 0
    lowest = int(np.nanmin(grades)) if highest else 0
    for level in source.levels(by):
        here = source.take((source.text(by) == level) & ~np.isnan(grades))
        if not len(here):
            continue
        columns = [(own, _worst(own, grade)) for own in here.each_group()]
        about = ((by, level),)
        lines.append(heading(source.said(by, level), variable=by, level=level))
        lines.append(
            Line(source.facts.said("n"), tuple(_graded(own, worst) for own, worst in columns), grade, "", about, 1)
        )
        for number in range(lowest, highest + 1):
            cells = tuple(_with(own, worst, grade, number) for own, worst in columns)
            lines.append(Line(_said(source, number), cells, grade, str(number), about, 1))
    return Result(tuple(lines))


def _worst(own: Source, grade: str) -> np.ndarray:
    """Per subject of the column; -1 without a grade."""
    out = np.full(len(own.subjects), -1.0)
    np.maximum.at(out, own.subject, own.number(grade))
    return out


def _graded(own: Source, worst: np.ndarray) -> Cell:
    return only_number(int((worst >= 0).sum()), own.on())


def _with(own: Source, worst: np.ndarray, grade: str, number: int) -> Cell:
    """It stands on the records with the grade of the subjects whose worst it is."""
    mask = (own.number(grade) == number) & (worst[own.subject] == number)
    return counted(int((worst == number).sum()), int((worst >= 0).sum()), own.on(mask), own.on())


def _said(source: Source, number: int) -> Words:
    grade = source.facts.said("Grade")
    return Words(f"{grade.en} {number}", f"{number} {grade['zh']}")
