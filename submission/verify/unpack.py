"""Parts of an archive as files, where a reader of files needs them: only after its names and digests have been held."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from onespec.submission.archive.sources import DATA
from onespec.submission.verify.opened import Opened

LARGEST = 64 << 20  # bytes of a JSON file that is read


def unpack(archive: Opened, prefixes: Iterable[str], folder: Path) -> None:
    """Write the members below some places into a folder; names were held by integrity, and nothing is there before."""
    taken = tuple(f"{prefix}/" for prefix in prefixes)
    for name in archive.sizes:
        if name.startswith(taken):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                for piece in archive.pieces(name):
                    file.write(piece)


def read_object(archive: Opened, name: str) -> dict[str, Any]:
    """A JSON object of the archive; empty where it is not there, too large, or none."""
    if not 0 < archive.sizes.get(name, 0) <= LARGEST:
        return {}
    try:
        said = json.loads(archive.read(name))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def text_of(said: dict[str, Any], key: str, place: str = DATA) -> str:
    """A place that archive.json names, below ``place``; "" where it names none."""
    value = said.get(key)
    return value if isinstance(value, str) and value.startswith(f"{place}/") and ".." not in value else ""
