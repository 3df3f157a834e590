"""The package that is checked: a folder of transport files, as a reviewer opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from onespec.conformance.records import Records
from onespec.engine.disk import sha256
from onespec.engine.spec.standards import dataset_fact
from onespec.engine.xpt.reader import XptHeader, read_xpt

Pick = Callable[[Sequence[str], np.ndarray], pd.DataFrame]


@dataclass(frozen=True)
class Table:
    """A dataset: what the transport file's header says, and its records (text "" and NaN are blanks).

    frame     all records, or those of some subjects
    position  the place of each in the transport file, from 0; None where these are all
    total     how many records the file has; None where ``frame`` has them all
    pick      reads columns of records at some places of the file; None where ``frame`` is in memory
    """

    header: XptHeader
    frame: pd.DataFrame | Records
    position: np.ndarray | None = None
    total: int | None = None
    pick: Pick | None = None

    @property
    def name(self) -> str:
        return self.header.name

    @property
    def parent(self) -> str:
        """The dataset that a SUPP-- dataset adds to, "" for any other."""
        return self.name.removeprefix("SUPP") if self.name.startswith("SUPP") else ""

    @property
    def rows(self) -> int:
        """How many records the transport file has."""
        return len(self.frame) if self.total is None else self.total

    def at(self, names: Sequence[str], places: np.ndarray) -> pd.DataFrame:
        """Columns of the records at some places of the transport file, from 0."""
        if self.pick is not None:
            return self.pick(names, places)
        assert isinstance(self.frame, pd.DataFrame)
        return self.frame[list(names)].take(places).reset_index(drop=True)


def split_domain(name: str) -> str:
    """The domain that a dataset is a part of, "" for one that is whole: QS of QSPH, LB of LBUR (SDTMIG 3.4, 4.1.7)."""
    part = len(name) in (3, 4) and dataset_fact(name) is None and dataset_fact(name[:2]) is not None
    return name[:2] if part else ""


class Source:
    """Where a package comes from that can be had in parts: `onespec.conformance.stored`."""

    def spans(self, name: str) -> list[tuple[int, int]]:
        """Ranges that together are all subjects of a dataset; none where it cannot be had in parts."""
        return []

    def package(self, span: tuple[int, int], main: str = "") -> Package:
        """The records of a range of subjects; a dataset without subjects whole.  ``main`` is the one that is judged."""
        raise NotImplementedError

    def rounds(self) -> Iterator[dict[str, Table]]:
        """Some records of every dataset that has any, then the others, a few at a time; all of a subject together."""
        raise NotImplementedError

    def has_nameless(self, name: str) -> bool:
        """Whether a dataset has records without a subject beside those of subjects."""
        return True


@dataclass(frozen=True)
class Package:
    """All datasets of a folder by name, and the folder.

    source  gives them in parts; None where they are in memory
    """

    folder: Path
    tables: dict[str, Table]
    source: Source | None = None

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
