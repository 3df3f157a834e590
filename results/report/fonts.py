"""The fonts of documents: from packages, known by their digests, so that the same font gives the same bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "mplfonts"  # carries the faces of Noto for Chinese (OFL)
CHINESE = {  # file -> SHA-256 of the one that documents were looked at with
    "NotoSerifCJKsc-Regular.otf": "efa5e49879a789c1ecad8f07e1813c7f9aa6c4b951fdbb5791d85d67345632d7",
    "NotoSansCJKsc-Regular.otf": "1652500938055a232cfbfa321de6ebaadfc5635dd9f75e369bc991d14a6512dd",
}
SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"


@cache
def chinese_fonts() -> tuple[dict[str, Path], tuple[str, ...]]:
    """The font files by name, and what is to be told: a font that is not there, or another one than is known."""
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent / "fonts" if spec and spec.origin else None
    found, notes = {}, []
    for name, digest in CHINESE.items():
        path = folder / name if folder else None
        if path is None or not path.is_file():
            notes.append(f"The font {name} is not there; documents in Chinese need it (pip install {PACKAGE}).")
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
