# pyright: standard
"""The built datasets in the forms of exchange: Dataset-JSON and Parquet, in a folder beside the outputs."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onespec.engine.build.freshness import STANDARDS
from onespec.engine.build.ownership import encoding_of
from onespec.places import NotBuilt
from onespec.told import Told

DEFINE = "define.xml"


@dataclass(frozen=True)
class InFormats(Told):
    """What was written: standard -> name of a file -> records; and what could not be carried over."""

    folder: Path
    files: dict[str, dict[str, int]]
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        lines = []
        for standard, files in self.files.items():
            endings: dict[str, int] = {}
            for name in files:
                ending = name.rpartition(".")[2]
                endings[ending] = endings.get(ending, 0) + 1
            lines.append(f"{standard}: " + ", ".join(f"{count} {ending}" for ending, count in endings.items()))
        return "\n".join([*lines, *self.notes, f"In {self.folder}"])

    def facts(self) -> dict[str, object]:
        return {"folder": str(self.folder), "files": self.files, "notes": list(self.notes)}


def export_formats(out: Path, folder: Path, formats: Sequence[str], notes: tuple[str, ...]) -> InFormats:
    """Write the transport files of each built standard in other forms, a copy of its define.xml beside them.

    Raises `NotBuilt`, `NotThere` for another form, and `CannotBuild` where the folder holds anything else.
    """
    from onespec.engine.build.stage import staged_reports
    from onespec.submission.exchange.forms import FORMS
    from onespec.submission.exchange.write import write_formats

    encoding, files = encoding_of(out), {}
    built = [each for each in STANDARDS if (out / each / DEFINE).is_file() and any((out / each).glob("*.xpt"))]
    if not built:
        raise NotBuilt(f"there are no datasets with their define.xml in {out}; build them first (make all).")
    with staged_reports(folder) as fresh:
        for standard in built:
            (fresh / standard).mkdir()
            shutil.copyfile(out / standard / DEFINE, fresh / standard / DEFINE)
            source, to = out / standard, fresh / standard
            done = write_formats(source, source / DEFINE, to, tuple(formats or FORMS), encoding=encoding)
            files[standard], notes = done.files, (*notes, *done.notes)
    return InFormats(folder, files, notes)
