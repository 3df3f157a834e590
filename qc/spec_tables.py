"""The specification's facts as the QC programs see them: text tables.

The verbs and methods of the datasets are not among them: a QC program states its own.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import yaml

from onespec.engine.spec.codelists import read_study_codelists


def read_spec(study: Path) -> dict[str, pa.Table]:
    """Tables of text by name:

    - each ``tables/<name>.csv``, with its columns
    - ``terms`` (codelist, term, decode)
    - ``answers`` (codelist, answer, term): the terms themselves and the raw answers that mean them
    - ``study`` (name, value): the values of ``study.yaml``
    """
    entries = [
        (codelist.name, term) for codelist in read_study_codelists(study).values() for term in codelist.terms.values()
    ]
    return {path.stem: _csv(path) for path in sorted((study / "tables").glob("*.csv"))} | {
        "terms": _table(["codelist", "term", "decode"], [(c, t.value, t.decode or t.value) for c, t in entries]),
        "answers": _table(
            ["codelist", "answer", "term"], [(c, a, t.value) for c, t in entries for a in (t.value, *t.raw)]
        ),
        "study": _table(["name", "value"], list(_yaml(study / "study.yaml").get("values", {}).items())),
    }


def _csv(path: Path) -> pa.Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    return _table(header, [row for row in rows if any(row)])


def _table(header: list[str], rows: list) -> pa.Table:
    return pa.table([pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))], names=header)


def _yaml(path: Path) -> dict:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
