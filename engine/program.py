"""The program itself: its files, and the versions of the libraries that it stands on."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path


@cache
def versions() -> dict[str, str]:
    """Versions of the libraries that outputs are made with, as they were when this was first asked."""
    packages = ("numpy", "pandas", "pyarrow", "lxml", "pyyaml", "python-calamine", "openpyxl", "pyreadstat", "onespec")
    return {p: metadata.version(p) for p in packages}


@cache
def engine_digest() -> str:
    """SHA-256 of the engine's own files and of the versions of libraries, as they were when this was first asked.

    A process has loaded its code by then; files that are changed later are not what it works with.
    """
    return _digest()


def engine_is_as_loaded() -> bool:
    """False when the engine's files were changed since `engine_digest` was first asked."""
    asked = engine_digest.cache_info().currsize > 0
    return engine_digest() == _digest() if asked else bool(engine_digest())


def _digest() -> str:
    digest, engine = hashlib.sha256(repr(versions()).encode()), Path(__file__).parent
    for path in sorted(engine.rglob("*.py")):
        digest.update(path.relative_to(engine).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
