"""The specification's facts as the QC programs see them: text tables.

The verbs and methods of the datasets are not among them: a QC program states its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import yaml

from onespec.engine.spec.extends import layers
from onespec.engine.spec.terminology import shipped


def read_spec(study: Path) -> dict[str, pa.Table]:
    """Tables of text by name:

    - each ``tables/<name>.csv``, with its columns
    - ``terms`` (codelist, term, decode)
    - ``answers`` (codelist, answer, term): the terms themselves and the raw answers that mean them
    - ``study`` (name, value): the values of ``study.yaml``, and STUDYID
    - ``dictionaries`` (name, version): those of ``study.yaml``
    """
    head = laid_file(study, "study.yaml")
    dates = {key: standard["ct"] for key, standard in head.get("standards", {}).items()}
    entries = [
        each for name, listed in laid_file(study, "codelists.yaml").items() for each in _terms(name, listed, dates)
    ]
    paths = {path.stem: path for layer in layers(study) for path in (layer.folder / "tables").glob("*.csv")}
    return {name: _csv(path) for name, path in sorted(paths.items())} | {
        "terms": _table(["codelist", "term", "decode"], [(c, t, decode or t) for c, t, decode, _ in entries]),
        "answers": _table(["codelist", "answer", "term"], [(c, a, t) for c, t, _, raw in entries for a in (t, *raw)]),
        "study": _table(["name", "value"], list(({"STUDYID": head.get("study", "")} | head.get("values", {})).items())),
        "dictionaries": _table(
            ["name", "version"], [(n, d.get("version", "")) for n, d in head.get("dictionaries", {}).items()]
        ),
    }


def _terms(name: str, listed: dict, dates: dict[str, str]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Codelist, term, decode and raw answers of each term; a decode that is not stated is the published one."""
    nci, terms = listed.get("nci", ""), listed["terms"]
    packages = [package for key, date in dates.items() if (package := shipped(key, date)) and nci in package]
    for term in _several(terms) if not isinstance(terms, dict) else terms:
        said = terms[term] if isinstance(terms, dict) else ""
        body = said if isinstance(said, dict) else {"raw": said}
        said = body.get("decode")
        decode = (said.get("en") if isinstance(said, dict) else said) or (
            packages[0][nci].decode(term) if packages else ""
        )
        yield name, term, decode, _several(body.get("raw", ""))


def _several(written: str | list[str]) -> list[str]:
    """A text or a list of texts, as a list; a blank is none."""
    return written if isinstance(written, list) else [written] if written else []


def _csv(path: Path) -> pa.Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    return _table(header, [row for row in rows if any(row)])


def _table(header: list[str], rows: list) -> pa.Table:
    return pa.table([pa.array([row[i] for row in rows], pa.string()) for i in range(len(header))], names=header)


def laid_file(study: Path, name: str) -> dict:
    """A file of the specification over those of the folders that the study extends."""
    paths = [path for layer in layers(study) if (path := layer.folder / name).exists()] or [study / name]
    out: dict = {}
    for path in paths:
        out = _laid(out, yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {})
    return out


def _laid(under: dict, over: dict) -> dict:
    both = {k: _laid(under[k], v) for k, v in over.items() if isinstance(v, dict) and isinstance(under.get(k), dict)}
    return under | over | both
