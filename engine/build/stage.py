# pyright: standard
"""Staging: outputs are built beside the old ones and change places with them in one step.

After a crash at any moment there is the old result or the new one, never half of one.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from onespec.engine.build.ownership import CannotBuild, check_outputs, check_reports, write_sums
from onespec.engine.disk import at_place

try:
    import fcntl
except ImportError:  # not on Windows: there two builds at once are the user's own care
    fcntl = None

logger = logging.getLogger(__name__)
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def alone(out: Path, cache: Path) -> Iterator[None]:
    """The only build of ``out`` while the block runs, and of no folder that holds anything else.

    The lock goes with its process, however that ends.
    """
    check_outputs(out)
    with locked(out, cache):
        yield


@contextmanager
def locked(out: Path, cache: Path) -> Iterator[None]:
    """No build of ``out`` while the block runs, whatever it holds."""
    if cache.is_symlink():
        raise CannotBuild(f"{cache} is a link; a build keeps its parts in a folder of its own. Remove the link.")
    cache.mkdir(parents=True, exist_ok=True)
    with _lock_file(cache / "lock") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotBuild(f"another build of {out} is running.") from None
        yield


def _lock_file(path: Path) -> TextIO:
    """Opened as it is: a link is not followed, so that no file elsewhere is emptied or made."""
    try:
        flags = os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        return open(path, "r+", opener=lambda name, given: os.open(name, given | flags, 0o666))
    except OSError as error:
        if error.errno not in (errno.ELOOP, errno.EISDIR):
            raise
        raise CannotBuild(f"{path} is no file of a build. Remove it.") from None


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A fresh folder beside ``out``; it takes the place of ``out`` when the block ends without an error.

    What comes after the exchange cannot fail: when the old folder cannot be removed, the next run tries again.
    """
    recover(out)
    fresh = out.with_name(f".{out.name}.new")
    _remove(fresh)
    fresh.mkdir(parents=True)
    try:
        with at_place(fresh):
            yield fresh
    except BaseException:
        quietly(_remove, fresh)
        raise
    try:
        _sync(fresh)
        swap(fresh, out)
    except OSError:
        quietly(_remove, fresh)
        raise
    quietly(_remove, fresh)


@contextmanager
def staged_reports(folder: Path) -> Iterator[Path]:
    """The same for a folder of reports; raises `CannotBuild` where anybody else has put or changed a file there."""
    check_reports(folder)
    with staged(folder) as fresh:
        yield fresh
        check_reports(folder)
        write_sums(folder, fresh, before=True)
    quietly(lambda done: write_sums(done, done, before=False), folder)


def recover(out: Path) -> None:
    """After a crash between two renames (only where the system cannot exchange folders): the old result again."""
    old = out.with_name(f".{out.name}.old")
    if old.exists() and not out.exists():
        old.rename(out)
    _remove(old)


def swap(fresh: Path, out: Path) -> None:
    """Put ``fresh`` in the place of ``out``; afterwards the old result stands at ``fresh``.

    A process that stands in ``out`` stands in the new one then.
    """
    here = Path.cwd()
    _swap(fresh, out)
    if here.is_relative_to(out.resolve()):
        quietly(os.chdir, here)


def _swap(fresh: Path, out: Path) -> None:
    if not out.exists():
        fresh.rename(out)
    elif not _exchange(fresh, out):
        old = out.with_name(f".{out.name}.old")
        out.rename(old)
        try:
            fresh.rename(out)
        except OSError:
            old.rename(out)
            raise
        quietly(lambda path: path.rename(fresh), old)


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


def quietly(work: Callable[[Path], object], path: Path) -> None:
    """Do what is no part of the result; when it cannot be done, the log says so."""
    try:
        work(path)
    except OSError:
        logger.debug("cannot remove %s", path, exc_info=True)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _sync(folder: Path) -> None:
    """Bytes on disk before names point at them."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
