"""The fonts of documents: from packages, known by their digests, so that the same font gives the same bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "pylopdf_fonts_zh_cn"  # carries the faces of Noto for Chinese (OFL)
CHINESE = {  # file -> SHA-256 of the one that documents were looked at with
    "NotoSerifSC-Regular.otf": "e8f396decc1f0963a016a989c3d8852e863d1350996f573860a80767c83a1cd3",
    "NotoSansSC-Regular.otf": "faa6c9df652116dde789d351359f3d7e5d2285a2b2a1f04a2d7244df706d5ea9",
}
SERIF, SERIF_FILE = "Noto Serif SC", "NotoSerifSC-Regular.otf"


@cache
def chinese_fonts() -> tuple[dict[str, Path], tuple[str, ...]]:
    """The font files by name, and what is to be told: a font that is not there, or another one than is known."""
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent if spec and spec.origin else None
    found, notes = {}, []
    for name, digest in CHINESE.items():
        path = folder / name if folder else None
        if path is None or not path.is_file():
            notes.append(f"The font {name} is not there; documents in Chinese need it (make report installs it).")
            continue
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            notes.append(f"The font {name} is another one than is known; documents in Chinese have other bytes.")
        found[name] = path
    return found, tuple(notes)


def lacking(path: Path, text: str) -> str:
    """The characters of a text that a font does not have."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        known = font.getBestCmap() or {}
    return "".join(sorted({c for c in text if c.isprintable() and not c.isspace() and ord(c) not in known}))
