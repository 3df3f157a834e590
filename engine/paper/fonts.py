"""The fonts of documents: from packages, known by their digests, so that the same font gives the same bytes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import yaml

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
    known = _characters(path)
    return "".join(sorted({c for c in text if c.isprintable() and not c.isspace() and ord(c) not in known}))


def unset(text: str) -> str:
    """The characters of a text that no face of documents has: neither typst's own nor, where it is there, SERIF."""
    beyond = "".join(c for c in sorted(set(text)) if not c.isascii() and ord(c) not in _typst_has())
    fonts, _ = chinese_fonts()
    return "".join(c for c in beyond if ord(c) not in _characters(fonts.get(SERIF_FILE)))


@cache
def _typst_has() -> frozenset[int]:
    said = yaml.safe_load((resources.files(__package__ or "") / "faces.yaml").read_text(encoding="utf-8"))["typst"]
    ends = [[int(end, 16) for end in each.split("-")] for each in said.split()]
    return frozenset(c for each in ends for c in range(each[0], each[-1] + 1))


@cache
def _characters(path: Path | None) -> frozenset[int]:
    """The characters of a font; none without one."""
    if path is None:
        return frozenset()
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap() or {})
