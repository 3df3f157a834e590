# pyright: standard
"""What follows a build: judged, compared with the second programs, reported, packed, archived, verified, shared."""

from __future__ import annotations

import shutil
from pathlib import Path

from onespec.cli.bench.built import transport_file
from onespec.cli.bench.process import Clock, Place, command
from onespec.engine.build.ownership import record_of

FOUND = 1  # the exit code of a judgement that has found something: at other sizes than its own a study has no register


def validated(place: Place, clock: Clock) -> int:
    """Our own checks and those of pointblank where it is installed; returns the records judged."""
    return _run(place, clock, "validate")


def doubled(place: Place, clock: Clock) -> int:
    """The second programs, run and compared; returns the records of production."""
    return _run(place, clock, "qc")


def reported(place: Place, clock: Clock) -> int:
    """Every display in every form; returns the records of ADaM."""
    _run(place, clock, "report")
    return _records(place, "adam")


def packed(place: Place, clock: Clock) -> int:
    """One package; what it needs of documents and verdicts is made first, outside of the clock."""
    _needed(place, "document", place.out / "adam" / "define.html")
    _needed(place, "validate", _beside(place, "conformance"))
    _needed(place, "qc", _beside(place, "qc"))
    return _run(place, clock, "package", "--profile", "fda")


def archived(place: Place, clock: Clock) -> int:
    """All that there is of the study, in one file."""
    _needed(place, "package", _beside(place, "package"), "--profile", "fda")
    shutil.rmtree(_beside(place, "archive"), ignore_errors=True)
    return _run(place, clock, "archive")


def verified(place: Place, clock: Clock) -> int:
    """The newest archive: every byte, and what belongs together."""
    _needed(place, "archive", _beside(place, "archive"))
    return _run(place, clock, "verify")


def shared(place: Place, clock: Clock) -> int:
    """The edition without anybody's identity, and the search for everything of the originals."""
    return _run(place, clock, "share")


def _run(place: Place, clock: Clock, *asked: str) -> int:
    transport_file(place, "DM")
    command(clock, *asked, *_places(place), good=(0, FOUND))
    return _records(place, "sdtm", "adam")


def _needed(place: Place, work: str, made: Path, *more: str) -> None:
    transport_file(place, "DM")
    if not made.exists():
        command(Clock(), work, *more, *_places(place), good=(0, FOUND))


def _places(place: Place) -> list[str]:
    return ["--study", str(place.study), "--raw", str(place.raw), "--out", str(place.out)]


def _beside(place: Place, kind: str) -> Path:
    return place.out.with_name(f"{place.out.name}.{kind}")


def _records(place: Place, *standards: str) -> int:
    rows = {name.lower(): told["rows_out"] for name, told in record_of(place.out)["datasets"].items()}
    return sum(rows[path.stem] for s in standards for path in (place.out / s).glob("*.xpt") if path.stem in rows)
