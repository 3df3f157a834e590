# pyright: standard
"""Datasets of the last build of a place."""

from __future__ import annotations

from pathlib import Path

from onespec.cli.bench.process import Place, measured


def transport_file(place: Place, name: str) -> Path:
    """The transport file of an SDTM dataset; built first, in a process of its own, where it is missing."""
    path = place.out / "sdtm" / f"{name.lower()}.xpt"
    if not path.exists():
        measured("whole_build.two_workers", place)
    return path
