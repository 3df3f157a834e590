# pyright: standard
"""Writing the laboratory dataset as a transport file of version 5.

Ours also holds each value against the format: lengths, characters, the range of numbers.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from onespec.cli.bench.built import transport_file
from onespec.cli.bench.process import Clock, Place
from onespec.engine.xpt.reader import read_columns, read_xpt
from onespec.engine.xpt.writer import write_xpt


def columns(place: Place, clock: Clock) -> int:
    header, frame = read_columns(transport_file(place, "LB"))
    created = header.created or datetime(1960, 1, 1)
    with tempfile.TemporaryDirectory(dir=place.folder) as folder, clock:
        return write_xpt(Path(folder) / "lb.xpt", header.name, header.label, header.variables, [frame], created=created)


def plain(place: Place, clock: Clock) -> int:
    import pyreadstat

    header, frame = read_xpt(transport_file(place, "LB"))
    labels: dict[str, str | None] = {v.name: v.label for v in header.variables}
    with tempfile.TemporaryDirectory(dir=place.folder) as folder, clock:
        pyreadstat.write_xport(
            frame,  # pyright: ignore[reportArgumentType] (pyreadstat's own idea of a frame)
            str(Path(folder) / "lb.xpt"),
            file_label=header.label,
            column_labels=labels,
            table_name=header.name,
            file_format_version=5,
        )
    return len(frame)
