# pyright: standard
"""What a define.xml says, in the workbook of the industry, and what differs in meaning."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onespec.engine.findings import NotThere
from onespec.places import Folder, NotBuilt
from onespec.told import Told

if TYPE_CHECKING:
    from onespec.engine.metadata.model import Metadata

DEFINE = "define.xml"


@dataclass(frozen=True)
class Exported(Told):
    """Workbooks that were written.

    written  each file with what it holds, in words
    """

    written: tuple[tuple[Path, str], ...]

    def text(self) -> str:
        return "\n".join(f"{file}: {said}" for file, said in self.written)


def export_workbook(define: Folder, file: Folder) -> Exported:
    """Write what a define.xml says as a workbook; raises `NotThere` for a file that is no such define.xml."""
    from onespec.define.workbook.writing import write_workbook
    from onespec.files import write_files

    metadata = define_of(Path(define))
    write_files({Path(file): write_workbook(metadata)})
    return Exported(((Path(file), f"{len(metadata.datasets)} datasets"),))


def export_workbooks(out: Path, file: Folder) -> Exported:
    """Write the define.xml of each standard of a built study as a workbook of its own."""
    from onespec.engine.build.freshness import STANDARDS

    built = [s for s in STANDARDS if (out / s / DEFINE).exists()]
    if not built:
        raise NotBuilt(f"there is no {DEFINE} in {out}; build the study first (make all).")
    exported = [export_workbook(out / s / DEFINE, _beside(Path(file), s)).written for s in built]
    return Exported(tuple(each for written in exported for each in written))


def define_of(path: Path) -> Metadata:
    """What a define.xml says; raises `NotThere`."""
    from onespec.engine.metadata.read import NotDefine, read_define

    try:
        return read_define(path)
    except NotDefine as error:
        raise NotThere(f"{path}: {error}") from error


def _beside(file: Path, standard: str) -> Path:
    return file.with_name(f"{file.stem}-{standard}{file.suffix}")
