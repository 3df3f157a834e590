"""Files on the disk: written whole, known again, and never written through a link."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import Any


class Damaged(OSError):
    """A file that a build keeps is not as it was left; ``path`` is the file."""

    def __init__(self, path: Path):
        self.path = path
        super().__init__(f"{path.name} of the folder {path.parent} is damaged; 'onespec clean' removes what was kept.")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A place beside ``path`` for a new file, which takes the place of ``path`` when the block ends without an error.

    What stands at that place goes first, and is not written through: it may be a link to a file of somebody else.
    """
    fresh = path.with_name(f"{path.name}.tmp")
    fresh.unlink(missing_ok=True)
    try:
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
        said, _, digest = path.read_bytes().partition(b"\n")
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


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
