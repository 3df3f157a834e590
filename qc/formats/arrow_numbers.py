"""Columns of Arrow as numbers: the type decides what they mean, never the values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from onespec.engine.arrow import numpy_of
from onespec.engine.compute import pc
from onespec.qc import exact
from onespec.qc.cells import Numbers

_DAY = 86400
_EPOCH = 3653  # days from day 0 of SAS, 1960-01-01, to that of Arrow, 1970-01-01
_SAFE = 15  # digits of a decimal that a double always holds
_A_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_KINDS = (
    pa.types.is_integer,
    pa.types.is_floating,
    pa.types.is_decimal,
    pa.types.is_boolean,
    pa.types.is_date,
    pa.types.is_time,
    pa.types.is_timestamp,
    pa.types.is_duration,
)


def is_number(kind: pa.DataType) -> bool:
    return any(check(kind) for check in _KINDS)


def is_exact(kind: pa.DataType) -> bool:
    """Whether it holds numbers of more digits than a double."""
    return pa.types.is_int64(kind) or pa.types.is_uint64(kind) or pa.types.is_decimal(kind)


def unit_of(kind: pa.DataType) -> str:
    """What a number of it counts, as `onespec.qc.tables.Attributes` names it."""
    if pa.types.is_date(kind):
        return "date"
    return "datetime" if pa.types.is_timestamp(kind) else "time" if pa.types.is_time(kind) else ""


def numbers_of(column: Any) -> Numbers:
    """Numbers; dates as days of SAS, date-times as its seconds, times of day and spans as seconds; null is missing."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_integer(kind):
        return _whole(column)
    if pa.types.is_decimal(kind):
        return _decimals(column)
    if pa.types.is_date32(kind):
        return Numbers(_doubles(column.cast(pa.int32())) + _EPOCH)
    if pa.types.is_date64(kind):
        return Numbers(np.floor(_doubles(column.cast(pa.int64())) / (_DAY * 1000)) + _EPOCH)
    if pa.types.is_time32(kind) or pa.types.is_time64(kind) or pa.types.is_duration(kind):
        return _seconds(column.cast(pa.int32() if pa.types.is_time32(kind) else pa.int64()), _A_SECOND[kind.unit], 0)
    if pa.types.is_timestamp(kind):
        local = pc.local_timestamp(column) if kind.tz else column  # what a clock showed
        return _seconds(local.cast(pa.int64()), _A_SECOND[kind.unit], _EPOCH * _DAY)
    return Numbers(_doubles(column))


def _doubles(column: Any) -> np.ndarray:
    kind = column.type
    if pa.types.is_boolean(kind) or pa.types.is_float16(kind):
        column = column.cast(pa.float32() if pa.types.is_float16(kind) else pa.int8())
    if not pa.types.is_float64(kind):
        column = column.cast(pa.float64(), safe=False)
    return column.to_numpy(zero_copy_only=False)


def _seconds(column: Any, a_second: int, more: int) -> Numbers:
    """Whole numbers, so many a second, as seconds and ``more``; nanoseconds are beyond a double."""
    counts, missing = pc.fill_null(column, 0).to_numpy(zero_copy_only=False), column.is_null()
    whole, rest = np.divmod(counts.astype(np.int64), a_second)
    seconds = (whole + more) + rest / a_second
    seconds[missing.to_numpy(zero_copy_only=False)] = np.nan
    at = np.flatnonzero(rest % 1000) if a_second == 10**9 else np.empty(0, np.intp)
    fine = [exact.Decimal(int(whole[i]) + more) + exact.Decimal(int(rest[i])).scaleb(-9) for i in at.tolist()]
    return Numbers(seconds, exact.beyond(at, exact.objects(fine)))


def _whole(column: Any) -> Numbers:
    doubles = _doubles(column)
    if column.type.bit_width < 64:
        return Numbers(doubles)
    least = pc.min_max(column).as_py()
    if max(abs(least["min"] or 0), abs(least["max"] or 0)) <= exact.WHOLE:
        return Numbers(doubles)
    large = np.flatnonzero(~(np.abs(doubles) < exact.WHOLE) & ~np.isnan(doubles))
    return _with_exact(doubles, large, column)


def _decimals(column: Any) -> Numbers:
    # By way of text, which gives the nearest double.
    doubles = column.cast(pa.string()).cast(pa.float64()).to_numpy(zero_copy_only=False)
    if column.type.precision <= _SAFE:
        return Numbers(doubles)
    held = np.abs(doubles) < 10.0 ** (_SAFE - 1 - column.type.scale)  # so that it has fewer digits than are safe
    return _with_exact(doubles, np.flatnonzero(~held & ~np.isnan(doubles)), column)


def _with_exact(doubles: np.ndarray, at: np.ndarray, column: Any) -> Numbers:
    """Where the numbers at some positions are looked at: each different one once."""
    texts = column.take(pa.array(at)).cast(pa.string()).dictionary_encode()
    codes, different = numpy_of(texts.indices), texts.dictionary.to_pylist()
    _, more = exact.exact_values([exact.Decimal(t) for t in different])
    if more is None:
        return Numbers(doubles)
    place = np.full(len(different), -1)
    place[more.at] = np.arange(len(more.at))
    rows = np.flatnonzero(place[codes] >= 0)
    return Numbers(doubles, exact.beyond(at[rows], more.values[place[codes[rows]]]))
