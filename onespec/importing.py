# pyright: standard
"""A study's specification out of anybody's define.xml: what it says lands in YAML, or is named."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onespec.define.described import described
from onespec.engine.csv_text import write_csv
from onespec.engine.disk import write_whole
from onespec.engine.findings import Findings, NotThere
from onespec.engine.metadata.model import Metadata
from onespec.engine.registry import discover
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
_SHOWN = 40  # faults; more are counted


@dataclass(frozen=True)
class Imported(Told):
    """A specification that was written: its folder and files, the faults of its source, and the account."""

    folder: Path
    files: tuple[str, ...]
    names: Names
    account: Account

    def text(self) -> str:
        rows, landed, faults = len(self.account.rows), self.account.landed, self.names.faults
        lines = [f"FAULT  line {f.line}: {f.place}: {f.message}" for f in faults[:_SHOWN]]
        lines += [f"... and {len(faults) - _SHOWN} more faults in {FAULTS}."] if len(faults) > _SHOWN else []
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
            "faults": [fault._asdict() for fault in self.names.faults],
        }


def import_spec(source: Folder | Sequence[Folder], folder: Folder) -> Imported:
    """Write a specification out of a define.xml; the folder is written whole, or not at all.

    source  a define.xml (2.0 or 2.1, valid or not); or several of one study: of its SDTM and its ADaM
    folder  the new study: a folder that does not exist, or is empty

    Raises `NotThere` for a file that is none, `CannotBuild` where the folder holds something, `OSError`.
    """
    folder = Path(folder)
    free_folder(folder)
    sources = [Path(each) for each in ([source] if isinstance(source, (str, os.PathLike)) else source)]
    for each in sources:
        if not each.is_file():
            raise NotThere(f"there is no file {each}")
    called = [each.name for each in sources]
    if len(set(called)) < len(called):
        called = [f"{number} {each.parent.name}/{each.name}" for number, each in enumerate(sources, 1)]
    whole, parts = together([define_of(each) for each in sources])
    return write_spec(whole, folder, dict(zip(called, parts, strict=True)))


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
