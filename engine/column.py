"""The column: what operations are given and give back.

There are two kinds (`onespec.engine.kinds`), the two types of a SAS dataset: `Text`, blank as ``""``, and `Number`,
float64 and missing as NaN.

The verbs are those of a pandas Series, and mean the same; comparisons give arrays of true and false.  A column has no
index, and never changes: what alters it gives a new one.  Where a Series is wanted, `Column.series` gives one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from onespec.engine.texts import Texts

if TYPE_CHECKING:
    import pandas as pd

Value = str | float
Mask = np.ndarray  # true or false of each row


class Column:
    """A column of values; of `Text` or of `Number`."""

    is_number: bool
    __slots__ = ()
    __array_ufunc__: Any = None  # an array beside a column leaves the work to the column
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

    def cut(self, start: int | None, stop: int | None) -> Column:
        """The values from one row to another."""
        raise NotImplementedError

    def pick(self, mask: Mask) -> Column:
        """The values where a mask is true."""
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
            if rows.step in (None, 1):
                return self.cut(rows.start, rows.stop)
            rows = np.arange(len(self))[rows]
        rows = np.asarray(rows)
        return self.pick(rows) if rows.dtype == bool else self.take(rows)

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
        rows = rows.nonzero()[0] if rows.dtype == bool else rows.astype(np.intp)
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
        import pandas as pd

        return pd.Series(self.to_numpy(), dtype="float64" if self.is_number else "str")

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
