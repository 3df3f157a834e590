# pyright: standard
"""A study's specification out of a workbook or anybody's define.xml: what it says lands in YAML, or is named."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onespec.define.described import described
from onespec.define.workbook.landed import Landed
from onespec.define.workbook.reading import read_workbook
from onespec.engine.build.ownership import CannotBuild
from onespec.engine.csv_text import write_csv
from onespec.engine.disk import write_whole
from onespec.engine.findings import Findings, NotThere
from onespec.engine.metadata.model import Metadata
from onespec.engine.registry import discover
from onespec.engine.sheet_bounds import NotWorkbook
from onespec.engine.spec.loader import load_study
from onespec.exchanging import define_of
from onespec.import_account import HEAD, Account, account, summary_of
from onespec.imported_datasets import dataset_texts
from onespec.imported_faults import find_values
from onespec.imported_names import Fault, Names, names_of
from onespec.imported_study import CRF, codelists_text, study_text
from onespec.imported_together import together
from onespec.packages import operation_packages
from onespec.places import Folder
from onespec.starting import free_folder
from onespec.told import Told

REPORT, FAULTS = "import.csv", "import-faults.csv"
_ZIP = b"PK\x03\x04"  # how a workbook begins
_SHOWN = 40  # faults; more are counted


@dataclass(frozen=True)
class Imported(Told):
    """A specification that was written: its folder and files, the faults of its source, and the account.

    books  of each workbook what became of its rows
    """

    folder: Path
    files: tuple[str, ...]
    names: Names
    account: Account
    books: tuple[tuple[str, Landed], ...] = ()

    def text(self) -> str:
        rows, landed, faults = len(self.account.rows), self.account.landed, self.names.faults
        lines = [f"FAULT  line {f.line}: {f.place}: {f.message}" for f in faults[:_SHOWN]]
        lines += [f"... and {len(faults) - _SHOWN} more faults in {FAULTS}."] if len(faults) > _SHOWN else []
        for name, book in self.books:
            lines += [f"REMARK  {name}: {remark}" for remark in book.remarks]
            lines += [f"NAMED  {name}: {each.place}: {each.text}" for each in book.named[:_SHOWN]]
            lines.append(f"{name}: {book.rows} rows, {book.landed} landed ({book.generation}).")
        datasets = sum(1 for file in self.files if file.startswith(("sdtm/", "adam/")))
        lines.append(f"{datasets} datasets and {len(self.names.codelists)} codelists in {self.folder}.")
        lines.append(f"{rows} things in, {landed} landed, {rows - landed} named in {REPORT}; faults: {len(faults)}.")
        lines += summary_of(self.account.named())
        lines.append(f"'onespec check --study {self.folder}' lists what is still to write.")
        return "\n".join(lines)

    def facts(self) -> dict[str, Any]:
        rows = len(self.account.rows)
        return {
            "folder": str(self.folder),
            "files": list(self.files),
            "in": rows,
            "landed": self.account.landed,
            "named": rows - self.account.landed,
            "books": [
                {
                    "file": name,
                    "generation": book.generation,
                    "rows": book.rows,
                    "landed": book.landed,
                    "remarks": list(book.remarks),
                    "named": [{"place": each.place, "text": each.text} for each in book.named],
                }
                for name, book in self.books
            ],
            "faults": [fault._asdict() for fault in self.names.faults],
        }


def import_spec(source: Folder | Sequence[Folder], folder: Folder) -> Imported:
    """Write a specification out of a workbook or a define.xml; the folder is written whole, or not at all.

    source  a define.xml (2.0 or 2.1, valid or not) or the industry's workbook (of any generation); or several of one
            study: of its SDTM and its ADaM
    folder  the new study: a folder that does not exist, or is empty

    Raises `NotThere` for a file that is none, `CannotBuild` where the folder holds something, `OSError`.
    """
    folder = Path(folder)
    free_folder(folder)
    if folder.is_symlink():
        raise CannotBuild(f"{folder} is a link. Name a new folder.")
    sources = [Path(each) for each in ([source] if isinstance(source, (str, os.PathLike)) else source)]
    for each in sources:
        if not each.is_file():
            raise NotThere(f"there is no file {each}")
    called = [each.name for each in sources]
    if len(set(called)) < len(called):
        called = [f"{number} {each.parent.name}/{each.name}" for number, each in enumerate(sources, 1)]
    read = [_read(each) for each in sources]
    whole, parts = together([metadata for metadata, _ in read])
    imported = write_spec(whole, folder, dict(zip(called, parts, strict=True)))
    books = [(name, landed) for name, (_, landed) in zip(called, read, strict=True) if landed]
    return replace(imported, books=tuple(books))


def _read(source: Path) -> tuple[Metadata, Landed | None]:
    """What a file says, and of a workbook what became of its rows; raises `NotThere`."""
    with source.open("rb") as opened:
        zipped = opened.read(len(_ZIP)) == _ZIP
    if not zipped:
        return define_of(source), None
    try:
        return read_workbook(source)
    except NotWorkbook as error:
        raise NotThere(f"{source}: {error}") from error


def write_spec(metadata: Metadata, folder: Path, parts: Mapping[str, Metadata] | None = None) -> Imported:
    """Write the specification of a model; the files of the folder, and `REPORT` beside them.

    parts  what each file says of it, by the file's name
    """
    names = names_of(metadata)
    for part in (parts or {}).values():
        if part.study_name != metadata.study_name:
            names.fault(0, f"study {part.study_name}", f"The first file is of the study {metadata.study_name}.")
    find_values(metadata, names)
    texts = dataset_texts(metadata, names)
    standards = [s for s in ("sdtm", "adam") if any(file.startswith(f"{s}/") for file in texts)]
    texts["codelists.yaml"] = codelists_text(metadata, names)
    texts["study.yaml"] = study_text(metadata, names, standards, folder.name)
    texts["crf.yaml"] = CRF
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as staged:
        stage = Path(staged) / "spec"
        for name, text in texts.items():
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(stage / name, text.encode())
        held = account(parts or {"": metadata}, names, read_back(stage))
        write_csv(stage / REPORT, HEAD, held.rows)
        if names.faults:
            write_csv(stage / FAULTS, Fault._fields, names.faults)
        if folder.exists():
            folder.rmdir()  # it is empty
        os.replace(stage, folder)
    return Imported(folder, tuple(sorted(texts)), names, held)


def read_back(folder: Path) -> Metadata:
    """What the specification in a folder says, its faults aside; of one that cannot be read nothing."""
    findings = Findings()
    study = load_study(folder, discover(operation_packages()), findings)
    return described(study) if study else Metadata()
