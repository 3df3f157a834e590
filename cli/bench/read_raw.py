# pyright: standard
"""Reading the CSV files of the raw export as text.

Ours also proves the encoding, holds the columns against crf.yaml, and keeps the number of each row.
"""

from __future__ import annotations

import onespec
from onespec.cli.bench.process import Clock, Place
from onespec.engine.findings import Findings
from onespec.engine.raw.files import Export
from onespec.engine.spec.forms import Form


def _files(place: Place) -> dict[str, list[Form]]:
    """The CSV files, each with the forms that read it."""
    out: dict[str, list[Form]] = {}
    for form in onespec.open(place.study).plan().study.forms.values():
        if form.file.endswith(".csv"):
            out.setdefault(form.file, []).append(form)
    return out


def checked(place: Place, clock: Clock) -> int:
    rows, findings = 0, Findings()
    for file, forms in _files(place).items():
        export = Export(forms, place.raw)
        with clock:
            found = [export.read(form, findings) for form in forms]
        if found[0] is None or None in found:
            raise RuntimeError(f"{file} cannot be read")
        rows += len(found[0])
    return rows


def plain(place: Place, clock: Clock) -> int:
    import pandas as pd

    rows = 0
    for file, forms in _files(place).items():
        with clock:
            frame = pd.read_csv(place.raw / file, dtype=str, keep_default_na=False, encoding=forms[0].encoding)
        rows += len(frame)
    return rows
