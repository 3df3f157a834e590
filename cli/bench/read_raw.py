# pyright: standard
"""Reading the CSV files of the raw export as text.

Ours also proves the encoding, holds the columns against crf.yaml, and keeps the number of each row.
"""

from __future__ import annotations

import onespec
from onespec.cli.bench.process import Clock, Place
from onespec.engine.findings import Findings
from onespec.engine.raw.files import read_form
from onespec.engine.spec.forms import Form


def _forms(place: Place) -> list[Form]:
    study = onespec.open(place.study).plan().study
    return [form for form in study.forms.values() if form.file.endswith(".csv")]


def checked(place: Place, clock: Clock) -> int:
    rows, findings = 0, Findings()
    for form in _forms(place):
        with clock:
            found = read_form(form, place.raw, findings)
        if found is None:
            raise RuntimeError(f"{form.file} cannot be read")
        rows += len(found)
    return rows


def plain(place: Place, clock: Clock) -> int:
    import pandas as pd

    rows = 0
    for form in _forms(place):
        with clock:
            frame = pd.read_csv(place.raw / form.file, dtype=str, keep_default_na=False, encoding=form.encoding)
        rows += len(frame)
    return rows
