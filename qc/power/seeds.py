"""Errors that a production dataset may have: each operation spoils a copy of a dataset.

Every operation is one function; its name (without a trailing underscore) is what a study's ``errors.yaml`` calls it,
its parameter what stands there.
``rows`` are the positions of the rows that meet the entry's ``where``, in order; most operations spoil the first one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from onespec.engine.series import TEXT
from onespec.engine.xpt.ibm import special_missing
from onespec.qc.tables import Attributes, Table, as_numbers, shown


@dataclass(frozen=True)
class Dataset:
    """A production dataset that may be spoiled: what its file states, and its rows."""

    table: Table
    frame: pd.DataFrame

    def with_attribute(self, name: str, **change: object) -> Dataset:
        attributes = self.table.attributes | {name: replace(self.table.attributes[name], **change)}
        return replace(self, table=replace(self.table, attributes=attributes))

    def with_columns(self, attributes: dict[str, Attributes], frame: pd.DataFrame) -> Dataset:
        return Dataset(replace(self.table, attributes=attributes), frame[list(attributes)])


Operation = Callable[[Dataset, np.ndarray, Any], Dataset]


class CannotSeed(Exception):
    """The data have no place for this error."""


# Rows ----------------------------------------------------------------------------------


def drop(data: Dataset, rows: np.ndarray, _: object) -> Dataset:
    """The first row is lost."""
    return replace(data, frame=data.frame.drop(index=rows[0]).reset_index(drop=True))


def drop_all(data: Dataset, rows: np.ndarray, _: object) -> Dataset:
    """All the rows are lost."""
    return replace(data, frame=data.frame.drop(index=rows.tolist()).reset_index(drop=True))


def repeat(data: Dataset, rows: np.ndarray, _: object) -> Dataset:
    """The first row stands twice."""
    order = np.sort(np.append(np.arange(len(data.frame)), rows[0]))
    return replace(data, frame=data.frame.take(order).reset_index(drop=True))


def move_last(data: Dataset, rows: np.ndarray, _: object) -> Dataset:
    """The first row stands at the end."""
    order = np.append(np.delete(np.arange(len(data.frame)), rows[0]), rows[0])
    return replace(data, frame=data.frame.take(order).reset_index(drop=True))


# Values --------------------------------------------------------------------------------


def set_(data: Dataset, rows: np.ndarray, values: dict[str, str]) -> Dataset:
    """The first row has other values."""
    return _changed(data, rows[:1], {n: lambda old, v=v: v for n, v in values.items()})


def set_all(data: Dataset, rows: np.ndarray, values: dict[str, str]) -> Dataset:
    """All the rows have other values."""
    return _changed(data, rows, {n: lambda old, v=v: v for n, v in values.items()})


def add(data: Dataset, rows: np.ndarray, amounts: dict[str, str]) -> Dataset:
    """A number of the first row is that much more."""
    return _changed(data, rows[:1], {n: lambda old, v=v: old + float(v) for n, v in amounts.items()})


def multiply_all(data: Dataset, rows: np.ndarray, factors: dict[str, str]) -> Dataset:
    """Numbers (or texts that are numbers) of all the rows are multiplied."""
    return _changed(data, rows, {n: lambda old, v=v: _times(old, float(v)) for n, v in factors.items()})


def shift_days(data: Dataset, rows: np.ndarray, days: dict[str, str]) -> Dataset:
    """A complete date of the first row lies other days."""
    return _changed(data, rows[:1], {n: lambda old, v=v: _shifted(old, int(v)) for n, v in days.items()})


def blank(data: Dataset, rows: np.ndarray, name: str) -> Dataset:
    """A value of the first row is lost."""
    return _changed(data, rows[:1], {name: lambda old: ""})


def truncate_all(data: Dataset, rows: np.ndarray, sizes: dict[str, str]) -> Dataset:
    """Texts of all the rows are cut."""
    return _changed(data, rows, {n: lambda old, v=v: old[: int(v)] for n, v in sizes.items()})


def upper(data: Dataset, rows: np.ndarray, name: str) -> Dataset:
    """A text of the first row is in upper case."""
    return _changed(data, rows[:1], {name: lambda old: old.upper()})


def special(data: Dataset, rows: np.ndarray, name: str) -> Dataset:
    """A missing number of the first row is the special missing value .A."""
    frame = data.frame.copy()
    values = frame[name].to_numpy(copy=True)
    values[rows[0]] = special_missing("A")
    return replace(data, frame=frame.assign(**{name: values}))


def exchange(data: Dataset, rows: np.ndarray, names: list[str]) -> Dataset:
    """Two variables have one another's value in all the rows."""
    one, other = names
    frame = data.frame.copy()
    frame.loc[rows, one], frame.loc[rows, other] = data.frame.loc[rows, other], data.frame.loc[rows, one]
    return replace(data, frame=frame)


def swap(data: Dataset, rows: np.ndarray, name: str) -> Dataset:
    """The first row and the first row of another value have one another's."""
    values = data.frame[name]
    others = [r for r in rows if values[r] != values[rows[0]]]
    if not others:
        raise CannotSeed(f"all rows have the same {name}")
    frame = data.frame.copy()
    frame.loc[rows[0], name], frame.loc[others[0], name] = values[others[0]], values[rows[0]]
    return replace(data, frame=frame)


# Variables and statements ----------------------------------------------------------------


def lose_variable(data: Dataset, _: np.ndarray, name: str) -> Dataset:
    return data.with_columns({n: a for n, a in data.table.attributes.items() if n != name}, data.frame)


def more_variable(data: Dataset, _: np.ndarray, name: str) -> Dataset:
    column = pd.Series([""] * len(data.frame), dtype=TEXT)
    return data.with_columns(
        data.table.attributes | {name: Attributes(name, "Char", "Left over", 1, "", "")},
        data.frame.assign(**{name: column}),
    )


def rename_variable(data: Dataset, _: np.ndarray, names: dict[str, str]) -> Dataset:
    attributes = {names.get(n, n): replace(a, name=names.get(n, n)) for n, a in data.table.attributes.items()}
    return data.with_columns(attributes, data.frame.rename(columns=names))


def variable_last(data: Dataset, _: np.ndarray, name: str) -> Dataset:
    attributes = {n: a for n, a in data.table.attributes.items() if n != name} | {name: data.table.attributes[name]}
    return data.with_columns(attributes, data.frame)


def as_text(data: Dataset, _: np.ndarray, name: str) -> Dataset:
    """A number is written as text."""
    column = pd.Series([shown(v) if v == v else "" for v in data.frame[name].tolist()], dtype=TEXT)
    out = data.with_attribute(name, type="Char", length=8)
    return replace(out, frame=data.frame.assign(**{name: column}))


def label(data: Dataset, _: np.ndarray, labels: dict[str, str]) -> Dataset:
    for name, text in labels.items():
        data = data.with_attribute(name, label=text)
    return data


def length(data: Dataset, _: np.ndarray, lengths: dict[str, str]) -> Dataset:
    for name, size in lengths.items():
        data = data.with_attribute(name, length=int(size))
    return data


def format_(data: Dataset, _: np.ndarray, formats: dict[str, str]) -> Dataset:
    for name, text in formats.items():
        data = data.with_attribute(name, format=text)
    return data


def dataset_label(data: Dataset, _: np.ndarray, text: str) -> Dataset:
    return replace(data, table=replace(data.table, label=text))


OPERATIONS: dict[str, Operation] = {
    f.__name__.removesuffix("_"): f
    for f in (
        drop,
        drop_all,
        repeat,
        move_last,
        set_,
        set_all,
        add,
        multiply_all,
        shift_days,
        blank,
        truncate_all,
        upper,
        special,
        exchange,
        swap,
        lose_variable,
        more_variable,
        rename_variable,
        variable_last,
        as_text,
        label,
        length,
        format_,
        dataset_label,
    )
}
# What the value must be for the error to make sense: filled, so that it is changed and not invented.
NEEDS_VALUE = {"add", "multiply_all", "shift_days", "blank", "truncate_all", "upper"}


def _changed(data: Dataset, rows: np.ndarray, changes: dict[str, Callable[[Any], Any]]) -> Dataset:
    frame = data.frame.copy()
    for name, change in changes.items():
        new = [change(v) for v in frame.loc[rows, name].tolist()]
        frame.loc[rows, name] = (
            as_numbers(pd.Series(new, dtype="str"))[0].to_numpy()
            if frame[name].dtype.kind == "f" and isinstance(new[0], str)
            else new
        )
    return replace(data, frame=frame)


def _times(old: float | str, factor: float) -> float | str:
    return old * factor if isinstance(old, float) else shown(float(old) * factor)


def _shifted(old: float | str, days: int) -> float | str:
    if not isinstance(old, str):
        return old + days
    try:
        day = datetime.date.fromisoformat(old[:10])
    except ValueError:
        raise CannotSeed(f"{old!r} is no complete date") from None
    return (day + datetime.timedelta(days)).isoformat() + old[10:]
