"""SAS transport files, version 5."""

from __future__ import annotations

from pathlib import Path

from onespec.engine.xpt.formats import unit_of_format
from onespec.engine.xpt.stream import read_xpt_header, read_xpt_more, read_xpt_parts
from onespec.qc.formats.xpt_blocks import blocks
from onespec.qc.tables import Attributes, Source, Table


def read(path: Path) -> Table:
    """The file's table; its rows are read, and checked, when they are asked for."""
    header, start = read_xpt_header(path)
    kind, informats = read_xpt_more(path)
    attributes = {
        v.name: Attributes(
            v.name, v.type, v.label, v.length, v.format, informats[v.name], unit=unit_of_format(v.format)
        )
        for v in header.variables
    }
    rows = (path.stat().st_size - start) // sum(v.length for v in header.variables)
    return Table(
        header.name,
        attributes,
        lambda n: read_xpt_parts(path, n),
        header.label,
        kind,
        rows,
        source=Source.of(path),
        blocks=lambda n: blocks(path, header.variables, start, n),
    )
