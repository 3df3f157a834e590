# pyright: standard
"""Datasets of the last build of a place."""

from __future__ import annotations

from pathlib import Path

from onespec.cli.bench.process import Place, measured
from onespec.engine.build.ownership import record_of


def transport_file(place: Place, name: str) -> Path:
    """The transport file of an SDTM dataset; built first, in a process of its own, where it is missing."""
    path = place.out / "sdtm" / f"{name.lower()}.xpt"
    if not path.exists():
        measured("whole_build.two_workers", place)
    return path


def records(place: Place, *standards: str) -> int:
    """The records of the datasets of some standards, as the build has counted them."""
    rows = {name.lower(): told["rows_out"] for name, told in record_of(place.out)["datasets"].items()}
    return sum(rows[path.stem] for s in standards for path in (place.out / s).glob("*.xpt") if path.stem in rows)
