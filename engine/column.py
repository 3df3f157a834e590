"""The column: what operations are given and give back.

There are two kinds, the two types of a SAS dataset: `Text`, blank as ``""``, and `Number`, float64 and missing as NaN.
A text column holds a code a row, and the different texts once (`onespec.engine.distinct`), because the columns of a
trial repeat themselves: a question about a text costs one answer a distinct text, not one a row.

The verbs are those of a pandas Series, and mean the same; comparisons give arrays of true and false.  A column has no
index, and never changes: what alters it gives a new one.  Where a Series is wanted, `Column.series` gives one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from onespec.engine.distinct import BLANK, NOTHING, Distinct, distinct_of, joined
from onespec.engine.texts import Texts

if TYPE_CHECKING:
    import pandas as pd

Value = str | float
Mask = np.ndarray  # true or false of each row


class Column:
    """A column of values; of `Text` or of `Number`."""

    is_number: bool
    __slots__ = ()
    __array_ufunc__ = None  # an array beside a column leaves the arithmetic to the column
    __hash__ = None  # pyright: ignore[reportAssignmentType]  a comparison gives an array

    # What the two kinds do each in its own way ------------------------------------------------

    def __len__(self) -> int:
        raise NotImplementedError

    def isna(self) -> Mask:
        """True where the value is blank or missing."""
        raise NotImplementedError

    def take(self, positions: Any) -> Column:
        """The values at positions; blank where a position is -1."""
        raise NotImplementedError

    def to_numpy(self) -> np.ndarray:
        """The values as an array: of objects or of float64."""
        raise NotImplementedError

    def isin(self, values: Collection[Value] | Column) -> Mask:
        """True where the value is one of ``values``."""
        raise NotImplementedError

    def order(self) -> np.ndarray:
        """Numbers that sort as the values do, blanks first."""
        raise NotImplementedError

    def codes_and_count(self) -> tuple[np.ndarray, int]:
        """A code a row, equal for equal values, and a number above every code."""
        raise NotImplementedError

    def _like(self, value: Any, n: int) -> Column:
        """``value`` as a column of this kind, of ``n`` rows."""
        raise NotImplementedError

    def _chosen(self, first: Mask, other: Column) -> Column:
        """This where ``first``, elsewhere ``other``, which is of the same kind."""
        raise NotImplementedError

    def _compare(self, other: Any, how: Callable[[Any, Any], Any]) -> Mask:
        raise NotImplementedError

    # What both do alike -----------------------------------------------------------------------

    def notna(self) -> Mask:
        """True where the value is neither blank nor missing."""
        return ~self.isna()

    def __getitem__(self, rows: Any) -> Any:
        """The value of one row; the column of several (a mask, positions, a slice)."""
        if isinstance(rows, (int, np.integer)):
            return self.to_numpy()[rows]
        if isinstance(rows, slice):
            rows = np.arange(len(self))[rows]
        rows = np.asarray(rows)
        return self.take(np.flatnonzero(rows) if rows.dtype == bool else rows)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.tolist())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.tolist()!r})"

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.to_numpy().astype(dtype, copy=bool(copy)) if dtype else self.to_numpy()

    def tolist(self) -> list:
        return self.to_numpy().tolist()

    def where(self, condition: Any, other: Any = None) -> Any:
        """The own value where the condition is true, elsewhere that of ``other`` (a column or a value; else blank)."""
        condition = np.broadcast_to(np.asarray(condition, bool), len(self))
        return self._chosen(condition, self._like(other, len(self)))

    def mask(self, condition: Any, other: Any = None) -> Any:
        """The value of ``other`` (a column or a value; else blank) where the condition is true, elsewhere the own."""
        return self.where(~np.asarray(condition, bool), other)

    def put(self, rows: Any, values: Any) -> Any:
        """The same with other values in some rows (a mask or positions): a column of as many, or one value."""
        rows = np.asarray(rows)
        rows = np.flatnonzero(rows) if rows.dtype == bool else rows.astype(np.intp)
        at = np.full(len(self), -1)
        at[rows] = np.arange(len(rows))
        return self.where(at < 0, self._like(values, len(rows)).take(at))

    def fillna(self, value: Any) -> Any:
        return self.mask(self.isna(), value)

    def repeat(self, times: Any) -> Any:
        """Each value so many times."""
        return self.take(np.repeat(np.arange(len(self)), times))

    def series(self) -> pd.Series:
        """As a Series of pandas: its type ``str`` or float64, its index 0..n-1."""
        from onespec.engine.series import series_of

        return series_of(self)

    # Numbers only -----------------------------------------------------------------------------

    def _arithmetic(self, other: Any, how: Callable[[Any, Any], Any]) -> Column:
        raise TypeError("texts are no numbers: as_number() reads them")

    def round(self, decimals: int = 0) -> Column:
        raise TypeError("texts are no numbers: as_number() reads them")

    def abs(self) -> Column:
        raise TypeError("texts are no numbers: as_number() reads them")

    def __neg__(self) -> Column:
        return self._arithmetic(-1.0, operator.mul)

    def __add__(self, other: Any) -> Column:
        return self._arithmetic(other, operator.add)

    def __radd__(self, other: Any) -> Column:
        return self._arithmetic(other, lambda own, before: before + own)

    def __sub__(self, other: Any) -> Column:
        return self._arithmetic(other, operator.sub)

    def __rsub__(self, other: Any) -> Column:
        return self._arithmetic(other, lambda own, before: before - own)

    def __mul__(self, other: Any) -> Column:
        return self._arithmetic(other, operator.mul)

    def __rmul__(self, other: Any) -> Column:
        return self._arithmetic(other, operator.mul)

    def __truediv__(self, other: Any) -> Column:
        return self._arithmetic(other, operator.truediv)

    def __rtruediv__(self, other: Any) -> Column:
        return self._arithmetic(other, lambda own, before: before / own)

    def __pow__(self, other: Any) -> Column:
        return self._arithmetic(other, operator.pow)

    # Texts only -------------------------------------------------------------------------------

    @property
    def str(self) -> Texts:
        """What is done to each text: ``dates.str[:10]``, ``dates.str.len()``."""
        raise TypeError("numbers have no characters: as_text() writes them")

    def map(self, values: Mapping[Any, Any]) -> Any:
        """The value that a mapping gives for each text: texts or numbers; blank for a text that it does not have."""
        raise TypeError("numbers are not looked up: as_text() writes them")

    def each(self, function: Callable[[Any], Value]) -> Any:
        """``function`` of each text, called once a different one; it gives texts, or numbers.

        The function is kept with the texts, so it stands in a module and depends on nothing else.
        """
        raise TypeError("numbers have no texts: as_text() writes them")

    # Comparison -------------------------------------------------------------------------------

    def __eq__(self, other: object) -> Mask:  # pyright: ignore[reportIncompatibleMethodOverride]
        return self._compare(other, operator.eq)

    def __ne__(self, other: object) -> Mask:  # pyright: ignore[reportIncompatibleMethodOverride]
        return ~self._compare(other, operator.eq)

    def __lt__(self, other: Any) -> Mask:
        return self._compare(other, operator.lt)

    def __le__(self, other: Any) -> Mask:
        return self._compare(other, operator.le)

    def __gt__(self, other: Any) -> Mask:
        return self._compare(other, operator.gt)

    def __ge__(self, other: Any) -> Mask:
        return self._compare(other, operator.ge)


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
        none = positions < 0
        if none.any():
            out[none] = np.nan
        return Number(out)

    def to_numpy(self) -> np.ndarray:
        return self.array

    def isin(self, values: Collection[Value] | Column) -> Mask:
        wanted = [v for v in values if not isinstance(v, str)]
        return np.isin(self.array, wanted) | (np.isnan(self.array) if any(v != v for v in wanted) else False)

    def order(self) -> np.ndarray:
        return np.where(np.isnan(self.array), -np.inf, self.array)

    def codes_and_count(self) -> tuple[np.ndarray, int]:
        codes = pa.array(self.array + 0.0).dictionary_encode().indices.to_numpy()  # + 0.0: -0 is 0
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
        if isinstance(other, (str, Text)):
            if how is operator.eq:
                return np.zeros(len(self), bool)
            raise TypeError("a number is compared with a text")
        return how(self.array, _numbers(other))

    def _arithmetic(self, other: Any, how: Callable[[Any, Any], Any]) -> Number:
        with np.errstate(divide="ignore", invalid="ignore"):
            return Number(how(self.array, _numbers(other)))

    def round(self, decimals: int = 0) -> Number:
        return Number(np.round(self.array, decimals))

    def abs(self) -> Number:
        return Number(np.abs(self.array))


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
        none = positions < 0
        if none.any():
            out[none] = BLANK
        return Text(out, self.distinct)

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
        results, known = self.distinct.once(function, lambda: ({}, [None]))
        used = self.distinct.used(self.codes).tolist()
        texts = self.distinct.texts
        lacking = [code for code in used if code not in results]
        if lacking:
            results.update({code: function(texts[code]) for code in lacking})
            known[0] = None
        if known[0] is None:
            known[0] = _as_columns(results, len(texts), function)
        return known[0].take(self.codes)

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
        distinct, (_, new) = joined([self.distinct, other.distinct])
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
            distinct, (_, new) = joined([self.distinct, other.distinct])
            theirs = other.codes if new is None else new[other.codes]
            return how(distinct.rank[self.codes], distinct.rank[theirs])
        if how is operator.eq and isinstance(other, (Number, int, float)):
            return np.zeros(len(self), bool)
        raise TypeError("a text is compared with a number")


def _as_columns(results: dict[int, Value], n: int, function: Callable) -> Column:
    """What is known of the texts so far, in the order of their codes; blank where nothing is."""
    if not results:
        results = {BLANK: function("")}  # it says of which kind they would be
    if any(isinstance(value, str) for value in results.values()):
        return Text(*distinct_of(results.get(code, "") for code in range(n)))
    return Number(np.array([results.get(code, np.nan) for code in range(n)], float))


def _appended(first: Text, second: Text) -> Text:
    from onespec.engine.columns import on_unique

    return on_unique(operator.add, first, second)


@cache
def constant(value: str) -> Distinct:
    """The blank and one text."""
    return Distinct(["", value])
