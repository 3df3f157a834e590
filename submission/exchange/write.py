"""Transport files of a folder, written as Dataset-JSON 1.1 and Parquet with what define.xml says of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from onespec.engine.findings import NotThere, unknown
from onespec.engine.metadata.model import Dataset, Metadata
from onespec.engine.metadata.read import read_define
from onespec.engine.program import versions
from onespec.engine.xpt.stream import read_xpt_header
from onespec.submission.exchange.arrays import lines
from onespec.submission.exchange.columns import columns_of, kinds_of_texts, label_of
from onespec.submission.exchange.forms import FORMS, Head
from onespec.submission.exchange.measured import measure, parts

VERSION = "1.1.0"  # of Dataset-JSON


@dataclass(frozen=True)
class Written:
    """What was written.

    files   name of a file -> records in it
    notes   what of the transport files or of define.xml could not be carried over, a sentence each
    """

    files: dict[str, int]
    notes: tuple[str, ...]


# parameters: the transport files, what describes them, where to and how; each is named at the call
def write_formats(
    xpt_folder: Path,
    define: Path,
    to: Path,
    formats: Sequence[str] = tuple(FORMS),
    created: datetime | None = None,
    encoding: str = "utf-8",
) -> Written:
    """Write every transport file directly in a folder in other forms, under its own name.

    define    the define.xml that describes them; metaDataRef is its name, so it should lie beside what is written
    to        a folder that is there; files of the same names are replaced
    formats   of `FORMS`: dataset-json, ndjson, dsjc, parquet
    created   the time of creation that the files state: the study's own, never a clock's; the time of define.xml when
              None
    encoding  of the texts of the transport files; what is written is UTF-8

    A file is read twice, part by part, so memory does not grow with it.  Numbers are the doubles of the file, in as few
    digits as give them again.  Raises `NotThere` for another format, `Stopped` for a file that cannot be read, and
    `NotDefine`.
    """
    for each in formats:
        if each not in FORMS:
            raise NotThere(" ".join(unknown("format", each, list(FORMS))))
    metadata, files, notes = read_define(define), {}, []
    for path in sorted(xpt_folder.glob("*.xpt")):
        rows, said = _write(path, metadata, to, formats, (define.name, _time(created, metadata), encoding))
        files |= {path.stem + FORMS[each][0]: rows for each in formats}
        notes += said
    return Written(files, tuple(notes))


def _write(
    path: Path, metadata: Metadata, to: Path, formats: Sequence[str], how: tuple[str, str, str]
) -> tuple[int, list[str]]:
    reference, created, encoding = how
    header, _ = read_xpt_header(path, encoding)
    dataset = _described(path, header.name, metadata)
    measured = measure(path, header, kinds_of_texts(header, dataset), encoding)
    columns, notes = columns_of(header, dataset, measured)
    if dataset is None:
        notes.insert(0, f"{header.name}: {reference} does not describe it; its OIDs are made from its names.")
    label = label_of(dataset.label if dataset else {}, header.label)
    oid = dataset.oid if dataset else f"IG.{header.name}"
    about = {"itemGroupOID": oid, "records": measured.rows, "name": header.name, "label": label}
    head = _head(metadata, created, reference) | about | {"columns": [c.facts() for c in columns]}
    head["fileOID"] = f"{metadata.attributes.get('FileOID') or metadata.oid}.{path.stem.upper()}"
    textual = any(each != "parquet" for each in formats)
    with ExitStack() as opened:
        forms = [FORMS[each] for each in formats]
        files = [make(to / (path.stem + ending), head, columns) for ending, make in forms]
        for each in files:
            opened.callback(each.close)
        for rows, cells in parts(path, header, encoding):
            text = lines(columns, cells, rows) if textual else b""
            for each in files:
                each.add(text, cells, rows)
    return measured.rows, notes


def _described(path: Path, name: str, metadata: Metadata) -> Dataset | None:
    """What define.xml says of a file: the dataset whose file it is, else that of its name."""
    of = {leaf.href.rpartition("/")[2].lower(): leaf.of for leaf in metadata.leaves if leaf.of}
    known = {d.name: d for d in metadata.datasets} | {d.oid: d for d in metadata.datasets}
    return known.get(of.get(path.name.lower(), "")) or known.get(name)


def _time(created: datetime | None, metadata: Metadata) -> str:
    return created.isoformat(timespec="seconds") if created else metadata.attributes.get("CreationDateTime", "")


def _head(metadata: Metadata, created: str, reference: str) -> Head:
    """What stands in the head of every file, in the order of the specification."""
    said = {
        "datasetJSONCreationDateTime": created,
        "datasetJSONVersion": VERSION,
        "fileOID": "",
        "sourceSystem": {"name": "onespec", "version": versions()["onespec"]},
        "studyOID": metadata.study_oid,
        "metaDataVersionOID": metadata.oid,
        "metaDataRef": reference,
    }
    return {name: value for name, value in said.items() if value or name == "fileOID"}
