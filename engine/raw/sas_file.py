"""SAS files: sas7bdat and transport files, numbers as their shortest text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from onespec.engine.columns import as_text, number, text
from onespec.engine.findings import STOP, Findings
from onespec.engine.frames import Frame
from onespec.engine.spec.model import Form


def read_sas(path: Path, form: Form, findings: Findings) -> Frame | None:
    import pyreadstat

    read = pyreadstat.read_sas7bdat if path.suffix.lower() == ".sas7bdat" else pyreadstat.read_xport
    try:
        frame: Any = read(str(path), disable_datetime_conversion=True)[0]
    except pyreadstat.ReadstatError as error:
        findings.add("RAW-FILE", STOP, f"The file cannot be read: {error}.", "Export it again.", file=form.file)
        return None
    cells = {n: frame[n].to_numpy() for n in frame}
    return Frame({n: as_text(number(c)) if c.dtype.kind in "fiu" else text(c) for n, c in cells.items()}, len(frame))
