"""SAS transport files; names of variables are the same in capitals and in small letters, as SAS takes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from onespec.engine.xpt.formats import unit_of_format
from onespec.engine.xpt.stream import read_xpt_header, read_xpt_more, read_xpt_parts
from onespec.qc.formats.faults import names
from onespec.qc.formats.xpt_blocks import blocks
from onespec.qc.tables import Attributes, Source, Table


def read(path: Path, encoding: str = "utf-8") -> Table:
    """The file's table; its rows are read, and checked, when they are asked for."""
    header, start = read_xpt_header(path, encoding)
    kind, informats = read_xpt_more(path, encoding)
    found = names(path, [v.name for v in header.variables])
    variables = [replace(v, name=n) for n, v in zip(found, header.variables, strict=True)]
    attributes = {
        n: Attributes(n, v.type, v.label, v.length, v.format, informats[v.name], unit=unit_of_format(v.format))
        for n, v in zip(found, header.variables, strict=True)
    }
    rows = (path.stat().st_size - start) // sum(v.length for v in variables)
    plain = encoding == "utf-8" and header.version == 5
    return Table(
        header.name.upper(),
        attributes,
        lambda n: (part.set_axis(found, axis=1) for part in read_xpt_parts(path, n, encoding)),
        header.label,
        kind,
        rows,
        source=Source.of(path),
        blocks=(lambda n: blocks(path, variables, start, n)) if plain else None,
    )
