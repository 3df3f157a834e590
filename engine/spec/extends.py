"""The folders that a study is written in: its own, and those that it extends (`extends:` of study.yaml).

A sponsor's or therapy area's folder holds what its studies have alike.  Found without a YAML reader, because whether
there is anything to do must be answered at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from onespec.engine.disk import bytes_of

_EXTENDS = re.compile(r"""^extends:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#|>][^#\n]*?))[ \t]*(?:#.*)?$""", re.MULTILINE)
HEAD = "study.yaml"


@dataclass(frozen=True)
class Layer:
    """One folder: ``prefix`` stands before the names of its files (``../sponsor/``), "" of the study's own."""

    prefix: str
    folder: Path


def layers(study: Path) -> list[Layer]:
    """The folders from the one that all extend to the study's own; each once."""
    found = [Layer("", study)]
    while above := extended(found[0].folder):
        folder = found[0].folder / above
        prefix = f"{found[0].prefix}{above.rstrip('/')}/"
        if any(layer.folder.resolve() == folder.resolve() for layer in found):
            break  # they extend one another: who reads them says so
        found.insert(0, Layer(prefix, folder))
    return found


def methods_file(study: Path) -> Path:
    """The methods.py that holds for a study: its own, or the nearest of those that it extends."""
    return next(
        (p for layer in reversed(layers(study)) if (p := layer.folder / "methods.py").exists()), study / "methods.py"
    )


def extend_from(folder: Path, place: Path) -> None:
    """Of a copy of the study's folder ``place``: name the folder that it extends in full, as it lies elsewhere now."""
    above = extended(folder)
    if above:
        file = folder / HEAD
        text = file.read_text(encoding="utf-8-sig")
        named = (place / above).resolve().as_posix()
        file.write_text(_EXTENDS.sub(lambda _: f"extends: '{named}'", text, count=1), encoding="utf-8", newline="\n")


def extended(folder: Path) -> str:
    """The folder that the one of a study extends, as its study.yaml names it; "" for none."""
    try:
        text = bytes_of(folder / HEAD).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    match = _EXTENDS.search(text)
    return next((said.strip() for said in match.groups() if said), "") if match else ""
