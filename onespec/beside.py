# pyright: standard
"""Builds that are compared and removed: they lie beside the outputs of a study, which stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from onespec.engine.build.progress import Progress

if TYPE_CHECKING:
    from onespec.study import Study


@contextmanager
def folder_beside(study: Study, kind: str) -> Iterator[Path]:
    """A folder beside the outputs, removed in the end; `clean` finds what a killed program left of it."""
    beside = study.out.absolute().parent
    with TemporaryDirectory(prefix=f".{study.out.name}.{kind}-", dir=beside if beside.is_dir() else None) as folder:
        yield Path(folder)


def built(study: Study, place: Path, workers: int, progress: Progress) -> Study:
    """The study with its outputs: as it is where they are up to date, else built into ``place``; raises `Stopped`."""
    if study.up_to_date():
        return study
    fresh = type(study)(study.folder, study.raw, place, study.tried)
    fresh.build(workers=workers, progress=progress)
    return fresh
