"""The package that is checked: a folder of transport files, as a reviewer opens it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from onespec.engine.disk import sha256
from onespec.engine.spec.standards import dataset_fact
from onespec.engine.xpt.reader import XptHeader, read_xpt


@dataclass(frozen=True)
class Table:
    """A dataset: what the transport file's header says, and its records (text "" and NaN are blanks)."""

    header: XptHeader
    frame: pd.DataFrame

    @property
    def name(self) -> str:
        return self.header.name

    @property
    def parent(self) -> str:
        """The dataset that a SUPP-- dataset adds to, "" for any other."""
        return self.name.removeprefix("SUPP") if self.name.startswith("SUPP") else ""


def split_domain(name: str) -> str:
    """The domain that a dataset is a part of, "" for one that is whole: QS of QSPH, LB of LBUR (SDTMIG 3.4, 4.1.7)."""
    part = len(name) in (3, 4) and dataset_fact(name) is None and dataset_fact(name[:2]) is not None
    return name[:2] if part else ""


@dataclass(frozen=True)
class Package:
    """All datasets of a folder by name, and the folder."""

    folder: Path
    tables: dict[str, Table]

    def with_those_of(self, other: Package) -> Package:
        """These datasets and those of another folder."""
        return Package(self.folder, {**self.tables, **other.tables})

    def notes(self) -> list[str]:
        """What holds for whole files.

        Version 5: FDA Study Data Technical Conformance Guide, section 3.3.1, "SAS Transport Format".
        """
        names = [t.name for t in self.tables.values() if t.header.version != 5]
        return (
            [f"Transport files of version 8, where a submission takes version 5: {', '.join(names)}."] if names else []
        )


def files_of(folder: Path) -> dict[str, str]:
    """The SHA-256 of what is judged of a folder, by ``folder/file``: its datasets and their define.xml."""
    paths = (*folder.glob("*.xpt"), *folder.glob("define.xml"))
    return {f"{folder.name}/{path.name}": sha256(path) for path in sorted(paths)}


def read_package(folder: Path, encoding: str = "utf-8") -> Package:
    """The package in a folder, with texts of an encoding; no datasets when it has no transport files."""
    tables = [Table(*read_xpt(path, encoding)) for path in sorted(folder.glob("*.xpt"))]
    return Package(folder, {t.name: t for t in tables})
