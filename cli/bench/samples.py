# pyright: standard
"""The data that are measured: exports of the study's own simulator, kept and used again."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import onespec
from onespec.cli.bench.process import Place


def simulated(study: Path, subjects: int, folder: Path) -> Place:
    """The place of one size, with its simulated export."""
    place, mark = Place(study, folder), folder / "simulator.sha256"
    simulated = onespec.open(study, place.raw)
    digest = _digest(simulated.simulator.parent)
    if not mark.exists() or mark.read_text() != digest:
        if folder.exists() and any(folder.iterdir()) and not mark.exists():
            raise onespec.WrongPlace(f"{folder} holds what no measurement left there. Name another --folder.")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        mark.touch()
        simulated.simulate(subjects)
        mark.write_text(digest)  # last: an export without it is not whole
    return place


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
