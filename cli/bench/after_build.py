# pyright: standard
"""What follows a build: judged, compared with the second programs, reported, packed, archived, verified, shared."""

from __future__ import annotations

import shutil
from pathlib import Path

from onespec.cli.bench.built import records, transport_file
from onespec.cli.bench.process import Clock, Place, command

_NEEDS = {"package": ("document", "validate", "qc"), "archive": ("package",), "verify": ("archive",)}
_MORE = {"package": ("--profile", "fda")}
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
    return records(place, "adam")


def packed(place: Place, clock: Clock) -> int:
    """One package; what it stands on is made first, outside of the clock."""
    return _run(place, clock, "package")


def archived(place: Place, clock: Clock) -> int:
    """All that there is of the study, in one file."""
    shutil.rmtree(_made(place, "archive"), ignore_errors=True)
    return _run(place, clock, "archive")


def verified(place: Place, clock: Clock) -> int:
    """The newest archive: every byte, and what belongs together."""
    return _run(place, clock, "verify")


def shared(place: Place, clock: Clock) -> int:
    """The edition without anybody's identity, and the search for everything of the originals."""
    return _run(place, clock, "share")


def _run(place: Place, clock: Clock, work: str) -> int:
    transport_file(place, "DM")
    for needed in _NEEDS.get(work, ()):
        if not _made(place, needed).exists():
            _run(place, Clock(), needed)
    places = ["--study", str(place.study), "--raw", str(place.raw), "--out", str(place.out)]
    command(clock, work, *places, *_MORE.get(work, ()), good=(0, FOUND))
    return records(place, "sdtm", "adam")


def _made(place: Place, work: str) -> Path:
    """What a command leaves."""
    kind = {"validate": "conformance"}.get(work, work)
    return place.out / "adam" / "define.html" if work == "document" else place.out.with_name(f"{place.out.name}.{kind}")
