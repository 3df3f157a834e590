"""Memory that was used and is free: the system may have it back before other work wants it for another purpose."""

from __future__ import annotations

import ctypes

import pyarrow as pa


def give_back() -> None:
    """Return what nothing uses any more, where the C library can; it makes no difference to what is computed."""
    pa.default_memory_pool().release_unused()
    try:
        trim = ctypes.CDLL(None).malloc_trim  # of glibc
    except (AttributeError, OSError, TypeError):
        return
    trim(0)
