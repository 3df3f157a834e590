"""Arrow's compute functions, and Arrow's arrays as those of numpy.

pyarrow makes its compute functions when it is imported, so that no type checker can know them.  Its own ways to numpy
import pandas, which takes longer than all that a small study needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

pc: Any = pyarrow.compute


def numbers(array: pa.Array) -> np.ndarray:
    """The values of an array of numbers without gaps, as they lie in memory."""
    _, data = array.buffers()
    values = np.frombuffer(data or b"", array.type.to_pandas_dtype())
    return values[array.offset : array.offset + len(array)]


def truths(array: pa.Array) -> np.ndarray:
    """The values of an array of true and false without gaps."""
    _, data = array.buffers()
    bits = np.unpackbits(np.frombuffer(data or b"", np.uint8), bitorder="little")
    return bits[array.offset : array.offset + len(array)].astype(bool)


def array_of(values: np.ndarray) -> pa.Array:
    """An array of numbers as Arrow's, without copying."""
    values = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), [None, pa.py_buffer(values)])


def texts_of(texts: Sequence[str], kind: pa.DataType | None = None) -> pa.Array:
    """Texts as Arrow's: of ``pa.large_string()``, or of ``pa.string()``."""
    kind, joined = kind or pa.large_string(), "".join(texts)
    data = joined.encode()
    ascii_only = len(data) == len(joined)
    sizes = map(len, texts) if ascii_only else (len(text.encode()) for text in texts)
    ends = np.zeros(len(texts) + 1, np.int64 if kind == pa.large_string() else np.int32)
    np.cumsum(np.fromiter(sizes, ends.dtype, len(texts)), out=ends[1:])
    return pa.Array.from_buffers(kind, len(texts), [None, pa.py_buffer(ends), pa.py_buffer(data)])
