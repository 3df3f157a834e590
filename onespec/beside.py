# pyright: standard
"""Folders beside the outputs of a study, which stay as they are: builds that are compared, data that are worked on."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from onespec.engine.build.progress import Progress

try:
    import fcntl
except ImportError:  # not on Windows: there nobody knows whether a folder is in use, and `clean` removes it
    fcntl = None

if TYPE_CHECKING:
    from onespec.folders import Folders
    from onespec.study import Study


@contextmanager
def folder_beside(study: Folders, kind: str) -> Iterator[Path]:
    """A folder beside the outputs, or in the temporary folder where none can be made there; removed in the end.

    What a killed program left of it is removed by the next one of this kind, or by `clean`.
    """
    beside = study.out.absolute().parent
    usable = beside.is_dir() and os.access(beside, os.W_OK | os.X_OK)
    for left in study.left(kind) if fcntl and usable else ():
        with _held(left) as free:
            if free:
                shutil.rmtree(left)
    prefix = f".{study.out.name}.{kind}"
    made = Path(mkdtemp(prefix=f"{prefix}.new-", dir=beside if usable else None))
    with _held(made):  # before it has the name by which others look for it
        folder = made.rename(made.with_name(f"{prefix}-{made.name.removeprefix(f'{prefix}.new-')}"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether the folder is in no other program's use while the block runs; that ends with its process."""
    if not fcntl:
        yield True
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def built(study: Study, place: Path, workers: int, progress: Progress) -> Study:
    """The study with its outputs: as it is where they are up to date, else built into ``place``; raises `Stopped`."""
    if study.up_to_date():
        return study
    fresh = type(study)(study.folder, study.raw, place, study.tried)
    fresh.build(workers=workers, progress=progress)
    return fresh
