# pyright: standard
"""Explaining one value, and the page of one subject, of a study that is built: from the command to its last byte."""

from __future__ import annotations

from onespec.cli.bench.built import transport_file
from onespec.cli.bench.process import Clock, Place, command
from onespec.engine.xpt.reader import read_xpt


def value(place: Place, clock: Clock) -> int:
    """The day of the first record of a laboratory dataset, back to the raw cells."""
    unique, _ = _subject(place)
    _run(place, clock, "explain", "LB", "--where", f"USUBJID={unique},LBSEQ=1", "--variable", "LBDY")
    return 1


def page(place: Place, clock: Clock) -> int:
    """The first subject's page, every chain on it; returns the number of chains."""
    out = place.folder / "subject.html"
    _run(place, clock, "subject", _subject(place)[1], "--output", str(out))
    return out.read_text(encoding="utf-8").count("<details ")


def _subject(place: Place) -> tuple[str, str]:
    """The first subject's unique identifier, and its number in the export."""
    _, frame = read_xpt(transport_file(place, "DM"))
    return str(frame["USUBJID"].iat[0]), str(frame["SUBJID"].iat[0])


def _run(place: Place, clock: Clock, *asked: str) -> None:
    command(clock, *asked, "--study", str(place.study), "--raw", str(place.raw), "--out", str(place.out))
