"""The specification's facts as the QC programs see them: text tables.

The verbs and methods of the datasets are not among them: a QC program states its own.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import yaml


def read_spec(study: Path) -> dict[str, pa.Table]:
    """Tables of text by name:

    - each ``tables/<name>.csv``, with its columns
    - ``terms`` (codelist, term, decode)
    - ``answers`` (codelist, answer, term): the terms themselves and the raw answers that mean them
    - ``study`` (name, value): the values of ``study.yaml``
    """
    codelists = _yaml(study / "codelists.yaml")
    entries = [
        (codelist, term, entry or {})
        for codelist, content in codelists.items()
        for term, entry in content["terms"].items()
    ]
    return {path.stem: _csv(path) for path in sorted((study / "tables").glob("*.csv"))} | {
        "terms": _table(["codelist", "term", "decode"], [(c, t, e.get("decode", t)) for c, t, e in entries]),
        "answers": _table(
            ["codelist", "answer", "term"], [(c, a, t) for c, t, e in entries for a in [t, *e.get("raw", [])]]
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
