"""An archive of anybody, opened: the file, or the folder that it was unpacked into.  Nothing of it is written."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from onespec.engine.findings import STOP, Findings
from onespec.submission.archive.bag import BAGIT
from onespec.submission.archive.names import clashes, fault
from onespec.submission.archive.reader import CHUNK, MOST_MEMBERS, chunks, read_structure

_MOST_FAULTS = 50  # of the structure are told; more are counted
FIXES = {
    "STRUCTURE": "Take another copy of the archive.",
    "KIND": "Take the archive as it was written; a bag packed by another program may be unpacked and verified so.",
    "NAME": "Do not unpack this archive; ask whom it comes from.",
    "TWICE": "Do not unpack this archive; ask whom it comes from.",
    "LIMIT": "Ask whom it comes from.",
}


@dataclass
class Opened:
    """The members of an archive by their names in the bag, and what is wrong with its structure.

    sizes   bytes of each member
    crcs    CRC-32 that the archive states of each; of a folder nothing
    pieces  the bytes of a member, in pieces
    """

    findings: Findings
    sizes: dict[str, int] = field(default_factory=dict)
    crcs: dict[str, int] = field(default_factory=dict)
    pieces: Callable[[str], Iterator[bytes]] = lambda name: iter(())

    def read(self, name: str) -> bytes:
        return b"".join(self.pieces(name))


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """An archive, for as long as the block runs; OSError where there is none."""
    if path.is_dir():
        yield _folder(path)
    else:
        with path.open("rb") as file:
            yield _file(file)


def _file(file: BinaryIO) -> Opened:
    out = Opened(Findings())
    structure = read_structure(file)
    base = structure.base
    for each in structure.faults[:_MOST_FAULTS]:
        _tell(out.findings, each.kind, each.member.removeprefix(f"{base}/"), each.message)
    if (more := len(structure.faults) - _MOST_FAULTS) > 0:
        _tell(out.findings, "STRUCTURE", "", f"{more} more faults of the archive's structure")
    if not structure.readable:
        return out
    starts = {}
    for member, start in zip(structure.members, structure.starts, strict=True):
        name = member.name.removeprefix(f"{base}/")
        out.sizes.setdefault(name, member.size)
        out.crcs.setdefault(name, member.crc)
        starts.setdefault(name, start)
    out.pieces = lambda name: chunks(file, starts[name], out.sizes[name])
    return out


def _folder(folder: Path) -> Opened:
    """Links are not followed, and what is no file is not opened."""
    out, waiting = Opened(Findings()), [folder]
    while waiting and len(out.sizes) <= MOST_MEMBERS:
        for each in sorted(os.scandir(waiting.pop()), key=lambda e: e.name):
            name, kind = Path(each.path).relative_to(folder).as_posix(), each.stat(follow_symlinks=False)
            if stat.S_ISDIR(kind.st_mode):
                waiting.append(Path(each.path))
            elif stat.S_ISREG(kind.st_mode):
                out.sizes[name] = kind.st_size
            else:
                _tell(out.findings, "KIND", name, "this is a link or a special file, and none of a bag")
    if len(out.sizes) > MOST_MEMBERS:
        _tell(out.findings, "LIMIT", "", f"the folder has more than {MOST_MEMBERS:,} files")
    for name in out.sizes:
        if why := fault(name):
            _tell(out.findings, "NAME", name, why)
    for name, other in clashes(sorted(out.sizes)):
        _tell(out.findings, "NAME", name, f"the name is one with '{other}' where capitals do not count")
    if BAGIT not in out.sizes:
        _tell(out.findings, "STRUCTURE", "", f"the folder is no bag: there is no {BAGIT} in it")
    out.pieces = lambda name: _pieces(folder / name)
    return out


def _pieces(path: Path) -> Iterator[bytes]:
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NOFOLLOW", 0))) as file:
        while piece := file.read(CHUNK):
            yield piece


def _tell(findings: Findings, kind: str, member: str, message: str) -> None:
    text = f"{message[0].upper()}{message[1:]}."
    findings.add(f"VERIFY-{kind}", STOP, text, FIXES[kind], file=member)
