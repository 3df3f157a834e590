"""SAS files: sas7bdat and transport files, numbers as their shortest text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from onespec.engine.findings import STOP, Findings
from onespec.engine.series import as_text, text
from onespec.engine.spec.model import Form


def read_sas(path: Path, form: Form, findings: Findings) -> pd.DataFrame | None:
    import pyreadstat

    read = pyreadstat.read_sas7bdat if path.suffix.lower() == ".sas7bdat" else pyreadstat.read_xport
    try:
        frame: Any = read(str(path), disable_datetime_conversion=True)[0]
    except pyreadstat.ReadstatError as error:
        findings.add("RAW-FILE", STOP, f"The file cannot be read: {error}.", "Export it again.", file=form.file)
        return None
    columns = {
        c: as_text(frame[c].astype("float64")) if frame[c].dtype.kind in "fiu" else text(frame[c]) for c in frame
    }
    return pd.DataFrame(columns).set_axis(range(1, len(frame) + 1))
