"""What a drafted specification leaves to a person: guesses that carry their mark, and answers that it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from onespec.engine.disk import bytes_of

MARK = "# guessed: "
UNMAPPED, UNANSWERED, NO_ORIGIN = "not mapped yet", "not answered yet", "no origin is stated yet"  # reasons of a draft


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
        for number, line in enumerate(bytes_of(path).split(b"\n"), 1):
            said, mark, evidence = line.decode(errors="replace").partition(MARK)
            if mark:
                out.append(Guess(path.relative_to(folder).as_posix(), number, said.strip(), evidence.strip()))
    return out
