"""What analyses share: subjects counted, statistics as cells, and what is refused."""

from __future__ import annotations

import numpy as np

from onespec.results.contract import NOBODY, Cell, Line, Source, Standing, Stat, Words, counted, fixed
from onespec.results.statistics.decimals import decimals as decimals_of
from onespec.results.statistics.descriptive import Description, describe

NOT_REACHED = "NE"  # not estimable: the curve does not reach the height


def with_any(own: Source, mask: np.ndarray) -> Cell:
    """The subjects of a column who have one of the records, with their share of all subjects of the column."""
    return counted(int(own.with_record(mask).sum()), len(own.subjects), own.on(mask), own.population())


def whole_number(name: str, label: str, value: int, on: Standing) -> Stat:
    return Stat(name, label, float(value), str(value), on)


def only_number(value: int, on: Standing, name: str = "n", label: str = "n") -> Cell:
    return Cell((whole_number(name, label, value, on),))


def one_a_subject(source: Source, what: str) -> None:
    """Errors: ValueError when a subject has several records: each would count as a subject of its own."""
    many = np.bincount(source.subject, minlength=1)
    if many.max(initial=0) > 1:
        twice = source.subjects[int(many.argmax())]
        raise ValueError(f"{source.dataset}: subject {twice} has {many.max()} records of {what}; where: chooses one")


def described_lines(source: Source, variable: str, indent: int = 1, decimals: int | None = None) -> list[Line]:
    """Number, mean and standard deviation, median, quartiles, least and greatest of a variable, a line each.

    Mean, median and quartiles are shown with one decimal more than the values have, the standard deviation with two;
    the decimals are those of the values in all columns, so that a line reads alike.
    """
    places = decimals_of(source.number(variable)) if decimals is None else decimals
    shown = [_described(own, variable) for own in source.each_group()]
    return [
        Line(
            source.facts.said(label),
            tuple(_cell(found, on, names, template, places) for found, on in shown),
            variable,
            indent=indent,
        )
        for label, names, template in _LINES
    ]


def _described(own: Source, variable: str) -> tuple[Description, Standing]:
    values = own.number(variable)
    return describe(values), own.on(~np.isnan(values))


# name in a description -> name and label of the statistic, and how many decimals more it has than the values
_NAMED = {
    "n": ("n", "n", 0),
    "mean": ("mean", "Mean", 1),
    "sd": ("sd", "SD", 2),
    "median": ("median", "Median", 1),
    "q1": ("p25", "Q1", 1),
    "q3": ("p75", "Q3", 1),
    "min": ("min", "Min", 0),
    "max": ("max", "Max", 0),
}
_LINES = (
    ("n", ("n",), "{0}"),
    ("Mean (SD)", ("mean", "sd"), "{0} ({1})"),
    ("Median", ("median",), "{0}"),
    ("Q1, Q3", ("q1", "q3"), "{0}, {1}"),
    ("Min, Max", ("min", "max"), "{0}, {1}"),
)


def _cell(found: Description, on: Standing, names: tuple[str, ...], template: str, places: int) -> Cell:
    stats = [_stat(found, name, on, places) for name in names]
    if found.n == 0 and names != ("n",):
        return Cell(tuple(stats), NOBODY)
    return Cell(tuple(stats), template)


def _stat(found: Description, name: str, on: Standing, places: int) -> Stat:
    called, label, more = _NAMED[name]
    value = getattr(found, name)
    if name == "n":
        return whole_number(called, label, value, on)
    return Stat(called, label, value, fixed(value, places + more), on)


def interval_cell(found: tuple[Stat, Stat, Stat]) -> Cell:
    """An estimate with its limits: ``31.0 (15.3, 50.8)``; without an estimate `NOT_REACHED` and its limits."""
    return Cell(found, "{0} ({1}, {2})")


def estimated(
    names: tuple[str, str, str], values: tuple[float | None, float | None, float | None], decimals: int, on: Standing
) -> tuple[Stat, Stat, Stat]:
    """The statistics of an estimate and its 95% confidence limits."""
    labels = (names[0].capitalize(), "95% confidence limit, lower", "95% confidence limit, upper")
    made = [
        Stat(name, label, value, NOT_REACHED if value is None else fixed(value, decimals), on)
        for name, label, value in zip(names, labels, values, strict=True)
    ]
    return made[0], made[1], made[2]


def heading(words: Words, **about: object) -> Line:
    return Line(words, head=True, **about)  # pyright: ignore[reportArgumentType]
