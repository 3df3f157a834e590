"""The data that are measured: exports of the study's own simulator, kept and used again."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from onespec.cli.bench.process import Place
from onespec.cli.places import NoStudy


def simulated(study: Path, subjects: int, folder: Path) -> Place:
    """The place of one size, with its simulated export."""
    program = Path("raw_samples") / study.name / "simulate.py"
    if not program.exists():
        raise NoStudy(f"the study has no simulator: {program} does not exist.")
    place, mark, digest = Place(study, folder), folder / "simulator.sha256", _digest(program.parent)
    if not mark.exists() or mark.read_text() != digest:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, str(program), "--out", str(place.raw), "--subjects", str(subjects)], check=True)
        mark.write_text(digest)  # last: an export without it is not whole
    return place


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
