"""What the values of a column are: how long, of which type, whether of a codelist."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import numpy as np

from onespec.define.check.conditions import number
from onespec.define.check.kinds import short
from onespec.engine.column import Column
from onespec.engine.columns import number_text
from onespec.engine.kinds import Number, Text

NUMBERS = ("integer", "float")
_SHOWN = 5  # values of a list
_CLOSE = 1e-9  # of a number's size: what is nearer to a decimal fraction is one
_D, _T = r"\d{4}-\d\d-\d\d", r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?"
_PARTIAL_T = r"T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?"
_DURATION = r"-?P(?=.)(?:\d+(?:[.,]\d+)?[YMWD])*(?:T(?=.)(?:\d+(?:[.,]\d+)?[HMS])+)?"
_PARTIAL = rf"\d{{4}}(?:-\d\d(?:-\d\d(?:{_PARTIAL_T})?)?)?"
_INCOMPLETE = r"(?:\d{4}|-)(?:-(?:\d\d|-)(?:-(?:\d\d|-)(?:T(?:\d\d|-)(?::(?:\d\d|-)(?::(?:\d\d(?:\.\d+)?|-))?)?)?)?)?"
_ANY = rf"(?:{_INCOMPLETE}|{_PARTIAL})"
# What values of the types of Define-XML 2.1 (4.2.1) look like; each time may leave out its seconds.
_LIKE = {
    "date": _D,
    "datetime": f"{_D}{_T}",
    "time": _T.replace("T", "T?", 1),
    "partialDate": r"\d{4}(?:-\d\d(?:-\d\d)?)?",
    "partialTime": r"\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?",
    "partialDatetime": _PARTIAL,
    "incompleteDatetime": _ANY,
    "durationDatetime": _DURATION,
    "intervalDatetime": rf"{_ANY}/(?:{_ANY}|{_DURATION})|{_DURATION}/{_ANY}",
}
LIKE = {name: re.compile(pattern) for name, pattern in _LIKE.items()}


def filled(column: Column) -> Column:
    """The values that are there."""
    return column.pick(column.notna())


def different(column: Column) -> list[str]:
    """The different values that are there, as texts."""
    if isinstance(column, Text):
        return sorted(text for text in column.compact().distinct.texts if text)
    values = column.to_numpy()
    return [number_text(float(value)) for value in np.unique(values[~np.isnan(values)])]


def longest(column: Column, encoding: str = "utf-8") -> int:
    """Bytes of the longest text in an encoding, or characters of the longest whole number; 0 of none."""
    if isinstance(column, Text):
        return max((len(text.encode(encoding, "replace")) for text in column.compact().distinct.texts), default=0)
    values = column.to_numpy()
    whole = values[~np.isnan(values)]
    if not len(whole):
        return 0
    return max(len(number_text(float(np.trunc(whole.max())))), len(number_text(float(np.trunc(whole.min())))))


def listed(values: Iterable[str]) -> str:
    """Values as a message names them."""
    values = list(values)
    more = f" and {len(values) - _SHOWN:,} more" if len(values) > _SHOWN else ""
    return ", ".join(f"'{short(value)}'" for value in values[:_SHOWN]) + more


def outside(column: Column, terms: Collection[str]) -> list[str]:
    """The values that a codelist does not have; numbers are compared as such."""
    if isinstance(column, Number):
        known = {read for term in terms if (read := number(term)) is not None}
        values = np.unique(column.to_numpy()[~column.isna()])
        return [number_text(float(value)) for value in values if float(value) not in known]
    known = set(terms)
    return [value for value in different(column) if value not in known]


def used(column: Column, terms: Collection[str]) -> set[str]:
    """The terms of a codelist that stand in a column."""
    if isinstance(column, Number):
        values = set(column.to_numpy().tolist())
        return {term for term in terms if number(term) in values}
    return set(terms) & set(different(column))


def not_of_type(column: Column, type_: str) -> list[str]:
    """The values that are none of a type: texts that are no numbers, numbers that are not whole, no dates."""
    if type_ == "integer":
        if isinstance(column, Number):
            values = column.to_numpy()
            broken = values[
                ~np.isnan(values) & (np.abs(values - np.round(values)) > _CLOSE * np.maximum(1, np.abs(values)))
            ]
            return [number_text(float(value)) for value in np.unique(broken)]
        return [value for value in different(column) if not re.fullmatch(r"\s*[+-]?\d+\s*", value)]
    if isinstance(column, Number):
        return []
    if type_ == "float":
        return [value for value in different(column) if number(value) is None or not value.strip()[-1:].isdigit()]
    pattern = LIKE.get(type_)
    return [value for value in different(column) if not pattern.fullmatch(value)] if pattern else []


def finer(column: Column, digits: int) -> list[str]:
    """The values with more digits after the point."""
    if isinstance(column, Number):
        values = column.to_numpy()
        values = values[~np.isnan(values) & (np.abs(values) < 1e15)]
        more = values[np.abs(values - np.round(values, digits)) > _CLOSE * np.maximum(1, np.abs(values))]
        return [number_text(float(value)) for value in np.unique(more)]
    return [
        value
        for value in different(column)
        if number(value) is not None and len(value.strip().partition(".")[2]) > digits and "e" not in value.lower()
    ]
