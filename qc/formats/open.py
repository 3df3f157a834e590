"""Open a dataset's file, or list those of a folder, whatever their format."""

from __future__ import annotations

import importlib
from pathlib import Path

from onespec.engine.findings import nearest
from onespec.qc.formats.faults import stop, unreadable
from onespec.qc.tables import Table

FORMATS = {
    ".xpt": "xpt",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".json": "dataset_json",
    ".ndjson": "dataset_json",
    ".dsjc": "dataset_json",
    ".sas7bdat": "sas7bdat",
}


_ENCODED = (".xpt", ".csv", ".sas7bdat")  # formats whose texts may be in any encoding


def open_table(path: Path, encoding: str = "") -> Table:
    """The table in a file; raises `Stopped` with one finding when it cannot be read.

    encoding  of the texts of formats that do not say which it is; UTF-8 when blank
    """
    if path.is_dir():
        stop(path, "FILE-MISSING", "This is a folder, and no file of a dataset.", "Name the file in it, or remove it.")
    if not path.is_file():
        near = (
            nearest(path.name, [p.name for p in path.parent.glob("*") if p.is_file()]) if path.parent.is_dir() else ""
        )
        stop(path, "FILE-MISSING", "There is no such file.", f"Is it '{near}'?" if near else "Correct the name.")
    said = unreadable(path)
    if said:
        stop(path, "FILE-READ", f"The file cannot be read: {said}.", "Permit reading it, or get it again.")
    suffix = path.suffix.lower()
    kind = FORMATS.get(suffix)
    if kind is None:
        stop(path, "FILE-FORMAT", f"Files of type '{path.suffix}' are not read.", f"Known: {', '.join(FORMATS)}.")
    read = importlib.import_module(f"onespec.qc.formats.{kind}").read
    return read(path, encoding) if encoding and suffix in _ENCODED else read(path)


def files_of(folder: Path) -> dict[str, Path]:
    """The datasets of a folder by upper-case name; what is named like a file and is none is told when opened."""
    out: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in FORMATS and not path.name.startswith("."):
            name = path.stem.upper()
            if name in out:
                stop(
                    path,
                    "FILE-TWICE",
                    f"The folder holds {name} twice: {out[name].name} and {path.name}.",
                    "Keep one, or name the two files.",
                )
            out[name] = path
    if not out:
        stop(
            folder,
            "FILE-MISSING",
            "The folder holds no dataset.",
            f"Name a folder of files of type {', '.join(FORMATS)}.",
        )
    return out
