# pyright: standard
"""Guesses of a drafted specification that nobody has confirmed: lines that still carry the mark of a guess."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

MARK = "# guessed: "


class Guess(NamedTuple):
    """A line with a guess, its file below the study's folder, and what the guess stands on."""

    file: str
    line: int
    said: str
    evidence: str


def guesses(folder: Path) -> list[Guess]:
    """The guesses of a study's YAML files, in the order of files and lines; who confirms one removes its comment."""
    out = []
    for path in sorted(folder.rglob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            said, mark, evidence = line.partition(MARK)
            if mark:
                out.append(Guess(path.relative_to(folder).as_posix(), number, said.strip(), evidence.strip()))
    return out


def guesses_text(found: list[Guess]) -> str:
    """A line a guess, and how many there are."""
    lines = [f"GUESS  {g.file}:{g.line}: {g.said}  ({g.evidence})" for g in found]
    if not found:
        return "No guess is left to confirm."
    return "\n".join([*lines, f"{len(found)} guesses to confirm: correct the line, or remove its '{MARK.strip()}'."])
