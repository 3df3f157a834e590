"""Files on the disk: written whole, known again, and never written through a link."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EINVAL
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any


class Damaged(OSError):
    """A file that a build keeps is not as it was left; ``path`` is the file."""

    def __init__(self, path: Path):
        self.path = path
        super().__init__(f"{path.name} of the folder {path.parent} is damaged; 'onespec clean' removes what was kept.")


@contextmanager
def at_place(path: Path) -> Iterator[None]:
    """An error of the system that names no file (a full disk, while one is written) gets the name of this place."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from error


@contextmanager
def whole(path: Path, writer: str = "") -> Iterator[Path]:
    """A place beside ``path`` for a new file, which takes the place of ``path`` when the block ends without an error.

    What stands at that place goes first, and is not written through: it may be a link to a file of somebody else.
    ``writer``: a name of its own for each, where several may write the same file at the same time.
    """
    fresh = path.with_name(f"{path.name}{writer and '.'}{writer}.tmp")
    fresh.unlink(missing_ok=True)
    try:
        with at_place(path):
            yield fresh
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole, and its bytes to the disk; a link at ``path`` is replaced by the file."""
    with whole(path) as fresh, fresh.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def write_known(path: Path, value: object) -> None:
    """Write a value as JSON, and the SHA-256 of that on a line of its own."""
    said = json.dumps(value, sort_keys=True, ensure_ascii=False).encode()
    write_whole(path, said + b"\n" + hashlib.sha256(said).hexdigest().encode())


def read_known(path: Path) -> Any:
    """What `write_known` wrote; None when the file is not there, or is not as it was written."""
    try:
        said, _, digest = bytes_of(path).partition(b"\n")
        known = digest.decode() in (hashlib.sha256(said).hexdigest(), "")  # earlier versions wrote no digest
        return json.loads(said) if known else None
    except (OSError, ValueError):
        return None


def stamp(path: Path) -> list[int]:
    """What tells that a file was changed: size, both times, and which file it is; nothing when it is no file."""
    try:
        found = os.stat(path)
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino] if S_ISREG(found.st_mode) else []


def bytes_of(path: Path) -> bytes:
    """What a file holds, for files of strangers: a pipe or a device, which may have no end, is no file.

    Raises OSError.
    """
    _must_be_file(path)
    return path.read_bytes()


def _must_be_file(path: Path) -> None:
    kind = os.stat(path).st_mode
    if not S_ISREG(kind):
        said = "it is a folder" if S_ISDIR(kind) else "it is no file, but a pipe or a device"
        raise OSError(EINVAL, said, str(path))


def sha256(path: Path) -> str:
    """Of a file; raises OSError, also where there is a pipe or a device in its place."""
    _must_be_file(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; blank where it cannot be read, which whoever reads it tells."""
    try:
        return sha256(path)
    except OSError:
        return ""


def unreadable(path: Path) -> str:
    """Why a file cannot be read, in the system's words; blank where it can."""
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError as error:
        return error.strerror or str(error)
    return ""


def entries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Everything in a folder and below it that is no folder, by name; a link is an entry, and not followed."""
    waiting = [folder]
    while waiting:
        for each in sorted(os.scandir(waiting.pop()), key=lambda e: e.name):
            if each.is_dir(follow_symlinks=False):
                waiting.append(Path(each.path))
            else:
                yield Path(each.path).relative_to(folder).as_posix(), Path(each.path)


def export_files(raw: Path) -> dict[str, Path]:
    """The files of a raw export by their names below it, hidden ones left out; none when there is no such folder.

    What is no file, such as a link to a folder, is among them: nothing of it is read.
    """
    found = entries(raw) if raw.is_dir() else ()
    return {name: path for name, path in found if not any(part.startswith(".") for part in Path(name).parts)}


def export_digest(files: Mapping[str, str]) -> str:
    """One SHA-256 of an export, from those of its files by their names."""
    return hashlib.sha256("".join(f"{name}:{digest}\n" for name, digest in sorted(files.items())).encode()).hexdigest()


def listed(folder: Path, ending: str) -> list[Path]:
    """The files of a folder whose names end so, in order; none when there is no such folder.

    Raises OSError where it cannot be looked into: that is not the same as an empty one.
    """
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(ending) and path.name[:1] != ".")
    except FileNotFoundError:
        if folder.is_symlink():
            raise
        return []
