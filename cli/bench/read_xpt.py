# pyright: standard
"""Reading the laboratory dataset from its transport file."""

from __future__ import annotations

from onespec.cli.bench.built import transport_file
from onespec.cli.bench.process import Clock, Place
from onespec.engine.xpt.reader import read_xpt


def columns(place: Place, clock: Clock) -> int:
    path = transport_file(place, "LB")
    with clock:
        _, frame = read_xpt(path)
    return len(frame)


def plain(place: Place, clock: Clock) -> int:
    import pyreadstat

    path = transport_file(place, "LB")
    with clock:
        frame, _ = pyreadstat.read_xport(str(path))
    return len(frame)  # pyright: ignore[reportArgumentType] (pyreadstat's own idea of a frame has no length)
