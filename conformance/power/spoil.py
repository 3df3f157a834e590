"""Ways to spoil a package: each function gives a `Spoil`, which changes the dataset that a defect is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Concatenate, ParamSpec

import pandas as pd

from onespec.conformance.power.draft import Draft, Wanted

Spoil = Callable[[Draft, str], None]
Where = Mapping[str, Wanted]
More = ParamSpec("More")

FILLED = "*"  # in a where: any value but blank
EVERY: Where = {}


def by(method: Callable[Concatenate[Draft, str, More], None], *given: More.args, **more: More.kwargs) -> Spoil:
    """A method of `Draft` on the defect's dataset."""
    return lambda draft, name: method(draft, name, *given, **more)


def change(where: Where = EVERY, **values: object) -> Spoil:
    """One record has other values; a function makes the new value from the old one."""
    return lambda draft, name: draft.set(name, draft.row(name, **where), **values)


def repeat(where: Where = EVERY, **values: object) -> Spoil:
    """One record stands twice, the second time with other values."""
    return lambda draft, name: draft.add(name, draft.row(name, **where), **values)


def lose(where: Where = EVERY) -> Spoil:
    """All of these records are lost."""
    return lambda draft, name: draft.drop(name, draft.rows(name, **where))


def lose_one(where: Where = EVERY) -> Spoil:
    """One of these records is lost."""
    return lambda draft, name: draft.drop(name, draft.row(name, **where))


def too_long(variable: str, size: int) -> Spoil:
    """One value, and the variable itself, have so many characters."""

    def spoil(draft: Draft, name: str) -> None:
        draft.variable(name, variable, length=size)
        draft.set(name, draft.row(name), **{variable: "A" * size})

    return spoil


# Conditions and values ----------------------------------------------------------------------------


def complete(column: pd.Series) -> pd.Series:
    """Dates complete to the day."""
    return column.str.len() >= 10


def before(column: pd.Series) -> pd.Series:
    """Study days before day 1."""
    return column.str.startswith("-")


def another(value: object) -> Callable[[pd.Series], pd.Series]:
    """Filled values but this one."""
    return lambda column: (column != "") & (column != value)


def shifted(iso: object, days: int) -> str:
    """A date some days later, to the day."""
    return (date.fromisoformat(str(iso)[:10]) + timedelta(days)).isoformat()
