# pyright: standard
"""Staging: outputs are built beside the old ones and change places with them in one step.

After a crash at any moment there is the old result or the new one, never half of one.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onespec.engine.build.freshness import RECORD, STATE

try:
    import fcntl
except ImportError:  # not on Windows: there two builds at once are the user's own care
    fcntl = None

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class CannotBuild(OSError):
    """The outputs' folder is not this build's to replace."""


def is_ours(out: Path, cache: Path) -> bool:
    """True when a build has written the folder, or when there is nothing in it."""
    nothing = not out.exists() or (out.is_dir() and not any(out.iterdir()))
    return nothing or (out / RECORD).exists() or (cache / STATE).exists()


@contextmanager
def alone(out: Path, cache: Path) -> Iterator[None]:
    """The only build of ``out`` while the block runs, and of no folder that holds anything else.

    The lock goes with its process, however that ends.
    """
    if not is_ours(out, cache):
        raise CannotBuild(
            f"{out} holds files that no build has written, and a build would remove them. Name another folder."
        )
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotBuild(f"another build of {out} is running.") from None
        yield


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A fresh folder beside ``out``; it takes the place of ``out`` when the block ends without an error."""
    recover(out)
    fresh = out.with_name(f".{out.name}.new")
    _remove(fresh)
    fresh.mkdir(parents=True)
    try:
        yield fresh
    except BaseException:
        _remove(fresh)
        raise
    _sync(fresh)
    swap(fresh, out)
    _remove(fresh)


def recover(out: Path) -> None:
    """After a crash between two renames (only where the system cannot exchange folders): the old result again."""
    old = out.with_name(f".{out.name}.old")
    if old.exists() and not out.exists():
        old.rename(out)
    _remove(old)


def swap(fresh: Path, out: Path) -> None:
    """Put ``fresh`` in the place of ``out``; afterwards the old result stands at ``fresh``."""
    if not out.exists():
        fresh.rename(out)
    elif not _exchange(fresh, out):
        old = out.with_name(f".{out.name}.old")
        out.rename(old)
        fresh.rename(out)
        old.rename(fresh)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically, where the system can (Linux: renameat2)."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    if ctypes.get_errno() in (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _sync(folder: Path) -> None:
    """Bytes on disk before names point at them."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
