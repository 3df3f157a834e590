"""The two kinds of column: texts and numbers.

A text column holds a code a row, and the different texts once (`onespec.engine.distinct`), because the columns of a
trial repeat themselves: a question about a text costs one answer a distinct text, not one a row.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

import numpy as np

from onespec.engine.arrow import array_of, numpy_of
from onespec.engine.column import Column, Mask, Value
from onespec.engine.distinct import BLANK, NOTHING, Distinct, compacted, distinct_of, joined_pair
from onespec.engine.notation import PLAIN
from onespec.engine.texts import Texts


class Number(Column):
    """Numbers; missing is NaN."""

    is_number = True
    __slots__ = ("array",)

    def __init__(self, array: np.ndarray):
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    def isna(self) -> Mask:
        return np.isnan(self.array)

    def take(self, positions: Any) -> Number:
        positions = np.asarray(positions, np.intp)
        if not len(self.array):
            return Number(np.full(len(positions), np.nan))
        out = self.array[positions]
        if len(positions) and positions.min() < 0:
            out[positions < 0] = np.nan
        return Number(out)

    def pick(self, mask: Mask) -> Number:
        return Number(self.array[mask])

    def cut(self, start: int | None, stop: int | None) -> Number:
        return Number(self.array[start:stop])

    def to_numpy(self) -> np.ndarray:
        return self.array

    def isin(self, values: Collection[Value] | Column) -> Mask:
        read = [_read(v) if isinstance(v, str) else v for v in values]
        wanted = [v for v in read if v is not None]
        return np.isin(self.array, wanted) | (np.isnan(self.array) if any(v != v for v in wanted) else False)

    def order(self) -> np.ndarray:
        return np.where(np.isnan(self.array), -np.inf, self.array)

    def codes_and_count(self) -> tuple[np.ndarray, int]:
        codes = numpy_of(array_of(self.array + 0.0).dictionary_encode().indices)  # + 0.0: -0 is 0
        return codes.astype(np.int64), int(codes.max(initial=-1)) + 1

    def _like(self, value: Any, n: int) -> Number:
        if isinstance(value, Number):
            return value
        if isinstance(value, Column):
            raise TypeError("a column of texts where numbers are wanted")
        return Number(np.broadcast_to(np.asarray(np.nan if value is None else value, float), n))

    def _chosen(self, first: Mask, other: Column) -> Number:
        return Number(np.where(first, self.array, other.to_numpy()))

    def _compare(self, other: Any, how: Callable[[Any, Any], Any]) -> Mask:
        if isinstance(other, Text):
            return _of_two_kinds(self, other, how)
        if isinstance(other, str) and how is operator.eq:
            return self.isin([other])
        if isinstance(other, str):
            raise TypeError("a number is compared with a text")
        return how(self.array, _numbers(other))

    def __array_ufunc__(self, function: np.ufunc, method: str, *given: Any) -> Any:
        """Functions of numpy: ``np.log(column)``; numbers give a column, true and false an array."""
        found = getattr(function, method)(*(_numbers(each) for each in given))
        return Number(found) if found.dtype.kind == "f" else found

    def _arithmetic(self, other: Any, how: Callable[[Any, Any], Any]) -> Number:
        with np.errstate(divide="ignore", invalid="ignore"):
            return Number(how(self.array, _numbers(other)))

    def round(self, decimals: int = 0) -> Number:
        return Number(np.round(self.array, decimals))

    def abs(self) -> Number:
        return Number(np.abs(self.array))


def _read(constant: str) -> float | None:
    """A constant of a specification, which is a text, as the number that it says; a blank is a missing one."""
    return (float(constant) if PLAIN.fullmatch(constant) else None) if constant else math.nan


def _of_two_kinds(one: Column, other: Column, how: Callable[[Any, Any], Any]) -> Mask:
    """Columns of texts and of numbers are equal nowhere; only one without values has no kind that could be wrong."""
    if how is operator.eq and (one.isna().all() or other.isna().all()):
        return np.zeros(len(one), bool)
    raise TypeError("a column of numbers is compared with a column of texts")


def _numbers(other: Any) -> Any:
    if isinstance(other, Text):
        raise TypeError("texts are no numbers: as_number() reads them")
    return other.array if isinstance(other, Number) else other


class Text(Column):
    """Texts: the code of each row, and the different texts.  The code of the blank is 0."""

    is_number = False
    __slots__ = ("codes", "distinct")

    def __init__(self, codes: np.ndarray, distinct: Distinct):
        self.codes, self.distinct = codes, distinct

    def __len__(self) -> int:
        return len(self.codes)

    def isna(self) -> Mask:
        return self.codes == BLANK

    def take(self, positions: Any) -> Text:
        positions = np.asarray(positions, np.intp)
        if not len(self.codes):
            return Text(np.zeros(len(positions), np.int32), NOTHING)
        out = self.codes[positions]
        if len(positions) and positions.min() < 0:
            out[positions < 0] = BLANK
        return Text(out, self.distinct)

    def pick(self, mask: Mask) -> Text:
        return Text(self.codes[mask], self.distinct)

    def cut(self, start: int | None, stop: int | None) -> Text:
        return Text(self.codes[start:stop], self.distinct)

    def compact(self) -> Text:
        """The same without texts that do not stand in it."""
        return Text(*compacted(self.codes, self.distinct))

    def to_numpy(self) -> np.ndarray:
        return self.distinct.objects[self.codes]

    def __getitem__(self, rows: Any) -> Any:
        if isinstance(rows, (int, np.integer)):
            return self.distinct.texts[self.codes[rows]]
        return super().__getitem__(rows)

    def isin(self, values: Collection[Value] | Column) -> Mask:
        found = np.zeros(len(self.distinct) + 1, bool)  # the last is that of a text that does not stand here
        found[self.distinct.codes_of(v for v in values if isinstance(v, str))] = True
        found[-1] = False
        return found[self.codes]

    def order(self) -> np.ndarray:
        return self.distinct.rank[self.codes]

    def codes_and_count(self) -> tuple[np.ndarray, int]:
        return self.codes, len(self.distinct)

    def map(self, values: Mapping[Any, Any]) -> Any:
        kinds = {isinstance(v, str) for v in values.values()}
        if kinds == {True, False}:
            raise TypeError("a mapping gives texts and numbers")
        given = [values.get(t) for t in self.distinct.texts]
        if kinds == {False}:
            return Number(np.array([np.nan if v is None else v for v in given], float)[self.codes])
        codes, distinct = distinct_of(given)
        return Text(codes[self.codes], distinct)

    def each(self, function: Callable[[Any], Value]) -> Any:
        found: _Found = self.distinct.once(function, _Found)
        given = found.of(self.codes, self.distinct.texts, function)
        if given is None:
            return self
        return given.take(self.codes) if isinstance(given, Number) else Text(given.codes[self.codes], given.distinct)

    @property
    def str(self) -> Texts:
        return Texts(self)

    def __add__(self, other: Any) -> Text:
        """The texts one after the other: of a column, or one text."""
        return _appended(self, other if isinstance(other, Text) else self._like(other, len(self)))

    def __radd__(self, other: Any) -> Text:
        return _appended(self._like(other, len(self)), self)

    def _like(self, value: Any, n: int) -> Text:
        if isinstance(value, Text):
            return value
        if value is None or value == "":
            return Text(np.zeros(n, np.int32), NOTHING)
        if not isinstance(value, str):
            raise TypeError("a number where texts are wanted")
        return Text(np.ones(n, np.int32), constant(value))

    def _chosen(self, first: Mask, other: Column) -> Text:
        assert isinstance(other, Text)
        distinct, new = joined_pair(self.distinct, other.distinct)
        theirs = other.codes if new is None else new[other.codes]
        return Text(np.where(first, self.codes, theirs), distinct)

    def _compare(self, other: Any, how: Callable[[Any, Any], Any]) -> Mask:
        if isinstance(other, str):
            if how is operator.eq:
                code = self.distinct.index.get(other, -1)
                return self.codes == code
            return np.array([how(text, other) for text in self.distinct.texts], bool)[self.codes]
        if isinstance(other, Text):
            if how is operator.eq:
                theirs = np.array(self.distinct.codes_of(other.distinct.texts), np.int32)
                return self.codes == (other.codes if other.distinct is self.distinct else theirs[other.codes])
            distinct, new = joined_pair(self.distinct, other.distinct)
            theirs = other.codes if new is None else new[other.codes]
            return how(distinct.rank[self.codes], distinct.rank[theirs])
        if isinstance(other, Number):
            return _of_two_kinds(self, other, how)
        if how is operator.eq and isinstance(other, (int, float)):
            return np.zeros(len(self), bool)
        raise TypeError("a text is compared with a number")


class _Found:
    """What a function gives for the texts of a `Distinct`, asked once for each text that a column uses."""

    def __init__(self):
        self.results: list[Any] = []
        self.known = np.empty(0, bool)
        self.all_known = False
        self.column: Number | Text | None = None

    def of(self, codes: np.ndarray, texts: list[str], function: Callable[[str], Value]) -> Number | Text | None:
        """The results in the order of the texts' codes; None where each text is its own result."""
        if self.all_known:
            return self.column
        if not self.results:
            self.results, self.known = [None] * len(texts), np.zeros(len(texts), bool)
        lacking = np.zeros(len(texts), bool)
        lacking[codes] = True
        lacking &= ~self.known
        if lacking.any() or not len(codes):
            for code in lacking.nonzero()[0].tolist():
                self.results[code] = function(texts[code])
            self.known |= lacking
            self.column = self._column(texts, function)
            self.all_known = bool(self.known.all())  # last: another thread may ask meanwhile
        return self.column

    def _column(self, texts: list[str], function: Callable[[str], Value]) -> Number | Text | None:
        kinds = set(map(type, self.results)) - {type(None)} or {type(function(""))}  # of nothing, as of a blank
        if not any(issubclass(kind, str) for kind in kinds):
            return Number(np.array([np.nan if r is None else r for r in self.results], float))
        if all(r is None or r == t for r, t in zip(self.results, texts, strict=True)):
            return None
        return Text(*distinct_of(self.results))


def _appended(first: Text, second: Text) -> Text:
    """The texts of two columns one after the other, each combination put together once."""
    pairs = first.codes.astype(np.int64) * len(second.distinct) + second.codes
    different, rows = np.unique(pairs, return_inverse=True)
    before, after = np.divmod(different, len(second.distinct))
    codes, distinct = distinct_of(first.distinct.objects[before] + second.distinct.objects[after])
    return Text(codes[rows], distinct)


@cache
def constant(value: str) -> Distinct:
    """The blank and one text."""
    return Distinct(["", value])
