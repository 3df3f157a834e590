"""Writing the archive: streamed, and whole or not there at all."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from onespec.engine.disk import sha256, stamp
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.submission.archive import container as c
from onespec.submission.archive.bag import PAYLOAD, Digests, tag_files
from onespec.submission.archive.reader import CHUNK

ENDING = ".zip"
SHOWN = 12  # digits of the archive's digest in its name
Content = Path | bytes


@dataclass(frozen=True)
class Written:
    """The archive that stands in its place.

    fresh   whether it was written now; otherwise the same stood there
    files   of its payload, and ``size`` of the archive in bytes
    """

    path: Path
    sha256: str
    fresh: bool
    files: int
    size: int


def digested(content: Content) -> Digests:
    """Size, CRC-32, SHA-256 and SHA-512 of a file, read once and in pieces."""
    size, crc, one, other = 0, 0, hashlib.sha256(), hashlib.sha512()
    for piece in _pieces(content):
        size, crc = size + len(piece), zlib.crc32(piece, crc)
        one.update(piece)
        other.update(piece)
    return Digests(size, crc, one.hexdigest(), other.hexdigest())


def write_archive(
    folder: Path, name: str, info: Mapping[str, str], payload: Mapping[str, Content], known: Mapping[str, Digests]
) -> Written:
    """Write ``<name>-<first digits of its digest>.zip`` into a folder; returns it.

    name     of the study, and of the folder in the archive
    info     what bag-info.txt says
    payload  name, from ``data/`` on -> the file
    known    what was `digested` of each; a file that is another one meanwhile is a finding

    Nothing under its name is ever half: it is written beside it, and renamed in the end.  An archive of another digest
    stays.  Raises `Stopped`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken = {n: stamp(content) for n, content in payload.items() if isinstance(content, Path)}
    tags, findings = tag_files(info, known), Findings()
    fresh = folder / f".{name}.tmp"
    fresh.unlink(missing_ok=True)  # of a run that was killed; never written through
    try:
        with fresh.open("xb") as file:
            digest = _write(_Hashed(file), name, tags, payload, known, findings)
            file.flush()
            os.fsync(file.fileno())
        for each, before in taken.items():
            content = payload[each]
            if isinstance(content, Path) and stamp(content) != before and digested(content) != known[each]:
                _changed(findings, each, content)
        if findings.stops:
            raise Stopped(findings)
        size, path = fresh.stat().st_size, folder / f"{name}-{digest[:SHOWN]}{ENDING}"
        same = path.is_file() and not path.is_symlink() and sha256(path) == digest
        if not same:
            fresh.replace(path)
            _sync_folder(folder)
    finally:
        fresh.unlink(missing_ok=True)
    return Written(path, digest, not same, len(payload), size)


def _sync_folder(folder: Path) -> None:
    """The name on the disk, where the system lets a folder be synchronised."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows
        return
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class _Hashed:
    """A file that is written, and the digest of what was."""

    def __init__(self, file: BinaryIO):
        self.file, self.digest = file, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.file.write(data)
        self.digest.update(data)


def _write(
    out: _Hashed,
    base: str,
    tags: Mapping[str, bytes],
    payload: Mapping[str, Content],
    known: Mapping[str, Digests],
    findings: Findings,
) -> str:
    members = []
    for name, content in [*tags.items(), *sorted(payload.items())]:
        expected = known[name] if name.startswith(PAYLOAD) else digested(content)
        member = c.Member(f"{base}/{name}".encode(), expected.size, expected.crc)
        out.write(c.local_header(member))
        members.append(member)
        digest = hashlib.sha256()
        for piece in _pieces(content):
            digest.update(piece)
            out.write(piece)
        if digest.hexdigest() != expected.sha256:
            _changed(findings, name, content)
    records = c.directory(members)
    for record in records:
        out.write(record)
    out.write(c.end_record(len(members), c.offsets(members)[-1], sum(map(len, records))))
    return out.digest.hexdigest()


def _changed(findings: Findings, name: str, content: Content) -> None:
    message = f"The file was changed while it was archived ({name}); no archive is written."
    place = content.name if isinstance(content, Path) else name
    if all(f.message != message for f in findings):
        findings.add(
            "ARCHIVE-CHANGED", STOP, message, "Wait until nothing changes the file; archive again.", file=place
        )


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
