"""The way between Arrow, numpy and Python.

Arrow's own ``pa.array``, ``to_numpy``, ``pa.scalar`` and ``fill_null`` import pandas where it is installed, which takes
0.2 seconds: code that should do without pandas calls the functions here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

_LARGE = pa.large_string()


def array_of(values: np.ndarray) -> Any:
    """Numbers as Arrow has them; NaN stays a number."""
    values = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, pa.py_buffer(values)])


def numbers_of(values: np.ndarray) -> Any:
    """Numbers as Arrow has them; NaN is null."""
    values = np.ascontiguousarray(values, dtype=float)
    known = np.packbits(~np.isnan(values), bitorder="little")
    return pa.Array.from_buffers(pa.float64(), len(values), [pa.py_buffer(known), pa.py_buffer(values)])


def texts_of(texts: Sequence[str], kind: pa.DataType = _LARGE) -> Any:
    """Texts as Arrow has them, large ones or ``pa.string()``; UnicodeEncodeError where one has half of a character."""
    data = "".join(texts).encode()
    ends = np.zeros(len(texts) + 1, np.int64 if kind == _LARGE else np.int32)
    np.cumsum([len(text) for text in texts], out=ends[1:])
    if ends[-1] != len(data):  # of another text than ASCII the characters are no bytes
        np.cumsum([len(text.encode()) for text in texts], out=ends[1:])
    return pa.Array.from_buffers(kind, len(texts), [None, pa.py_buffer(ends), pa.py_buffer(data)])


def numpy_of(array: Any) -> np.ndarray:
    """Numbers, or true and false, as numpy has them; none is null."""
    if pa.types.is_boolean(array.type):
        return np.from_dlpack(array.cast(pa.uint8())).astype(bool)
    return np.from_dlpack(array)
