"""The structure of an archive of anybody: read with limits, held against the one form, each fault with its member.

Nothing is unpacked and nothing is believed twice: the local headers and the directory say the same of each member, so
that one damaged of them is known by the other.  As nothing is compressed, no member is larger than the file.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from onespec.submission.archive import container as c
from onespec.submission.archive.names import clashes, fault

CHUNK = 1 << 20
MOST_MEMBERS = 200_000
_LINK, _TYPE = 0o120000, 0o170000


@dataclass(frozen=True)
class Fault:
    """What is wrong with the file, and which member it hits ("" where none)."""

    kind: str  # the end of the rule's code: STRUCTURE, NAME, KIND, TWICE, LIMIT
    member: str
    message: str


@dataclass
class Structure:
    """The members in order, where the bytes of each begin, and what is wrong.

    base      the folder in which the bag lies: that of most members
    readable  the bytes of the members can be told apart and read
    """

    members: list[c.Member] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    base: str = ""
    readable: bool = False


@dataclass
class _Walk:
    """What the local headers, or the directory, say: the members as far as they can be read, and where that ends."""

    members: list[c.Member] = field(default_factory=list)
    special: list[Fault] = field(default_factory=list)  # members that are no stored plain files
    end: int = 0
    complete: bool = False

    def add(self, head: bytes, raw: bytes, size: int, crc: int) -> None:
        member = c.Member(raw, size, crc)
        self.members.append(member)
        self.special += (Fault("KIND", member.name, why) for why in _special(head))


def read_structure(file: BinaryIO) -> Structure:
    """The members of an archive, as far as they can be told, and all that is not as the one form has it."""
    size = file.seek(0, os.SEEK_END)
    out = Structure()
    if _at(file, 0, 4) not in (c.HEADER, c.CENTRAL, c.END) and c.END not in _at(file, max(0, size - 22), 22):
        out.faults.append(Fault("STRUCTURE", "", "the file is no archive of this program: it is no ZIP file"))
        return out
    local = _walk_local(file, size)
    start = local.end if local.complete else _stated_start(file, size)
    central = _walk_central(file, start, size) if start is not None else _Walk()
    if len(local.members) > MOST_MEMBERS or len(central.members) > MOST_MEMBERS:
        out.faults.append(Fault("LIMIT", "", f"the archive has more than {MOST_MEMBERS:,} members"))
        return out
    told = {
        id(walk): [*_names(walk.members), *_held(file, size, walk.members)]
        for walk in (central, local)
        if walk.complete
    }
    # Where they contradict one another, the one that makes more of the file right; then the directory, as readers do.
    base = min((w for w in (central, local) if w.complete), key=lambda w: len(told[id(w)]), default=local)
    out.members, out.base = base.members, _base(base.members)
    if special := [*local.special, *central.special]:
        out.faults = [*dict.fromkeys(special), *_names(base.members)]
        return out
    out.readable, at = True, c.offsets(base.members)
    out.starts = [a + len(c.local_header(m)) for a, m in zip(at, base.members, strict=False)]
    out.faults = (
        told[id(base)] if base.complete else [Fault("STRUCTURE", *_broken_off(local, size)), *_names(base.members)]
    )
    return out


def _base(members: list[c.Member]) -> str:
    counted = Counter(member.name.partition("/")[0] for member in members)
    return counted.most_common(1)[0][0] if counted else ""


def chunks(file: BinaryIO, start: int, size: int) -> Iterator[bytes]:
    """The bytes of a member; fewer where the file ends before."""
    file.seek(start)
    while size > 0 and (piece := file.read(min(size, CHUNK))):
        size -= len(piece)
        yield piece


def crc_of(pieces: Iterator[bytes]) -> int:
    out = 0
    for piece in pieces:
        out = zlib.crc32(piece, out)
    return out


def _at(file: BinaryIO, start: int, size: int) -> bytes:
    file.seek(start)
    return file.read(size)


def _walk_local(file: BinaryIO, size: int) -> _Walk:
    walk = _Walk()
    while len(walk.members) <= MOST_MEMBERS:
        head = _at(file, walk.end, c.LOCAL_HEAD.size)
        if head[:4] in (c.CENTRAL, c.END, c.END64):
            walk.complete = True
            break
        if len(head) < c.LOCAL_HEAD.size or head[:4] != c.HEADER:
            break
        *_, crc, _, stored, named, extra = c.LOCAL_HEAD.unpack(head)
        more = file.read(named + extra)
        stored = _large(more[named:], stored)
        end = walk.end + len(head) + named + extra
        if len(more) < named + extra or end + stored > size:
            break
        walk.add(head, more[:named], stored, crc)
        walk.end = end + stored
    return walk


def _large(extra: bytes, size: int) -> int:
    """The size of a member, where the ZIP64 part says it."""
    if size == c.BIG and len(extra) >= 12 and extra[:2] == b"\x01\x00":
        return struct.unpack_from("<Q", extra, 4)[0]
    return size


def _walk_central(file: BinaryIO, start: int, size: int) -> _Walk:
    walk = _Walk(end=start)
    while len(walk.members) <= MOST_MEMBERS:
        head = _at(file, walk.end, c.CENTRAL_HEAD.size)
        if head[:4] in (c.END, c.END64):
            walk.complete = True
            break
        if len(head) < c.CENTRAL_HEAD.size or head[:4] != c.CENTRAL:
            break
        said = c.CENTRAL_HEAD.unpack(head)
        named, extra, comment = said[10:13]
        more = file.read(named + extra + comment)
        end = walk.end + len(head) + len(more)
        if len(more) < named + extra + comment or end > size:
            break
        walk.add(head, more[:named], _large(more[named:], said[9]), said[7])
        walk.end = end
    return walk


def _stated_start(file: BinaryIO, size: int) -> int | None:
    """Where the end of the file says that the directory begins."""
    head = _at(file, max(0, size - c.END_HEAD.size), c.END_HEAD.size)
    if len(head) < c.END_HEAD.size or head[:4] != c.END:
        return None
    start = c.END_HEAD.unpack(head)[6]
    if start == c.BIG:
        at = size - c.END_HEAD.size - c.LOCATOR_HEAD.size - c.END64_HEAD.size
        large = _at(file, at, c.END64_HEAD.size) if at > 0 else b""
        start = c.END64_HEAD.unpack(large)[-1] if large[:4] == c.END64 else size
    return start if start < size else None


def _broken_off(local: _Walk, size: int) -> tuple[str, str]:
    last = local.members[-1].name if local.members else ""
    after = f"after '{last}'" if last else "at its beginning"
    return last, f"the file is cut or damaged {after} (byte {local.end:,} of {size:,}); what follows cannot be read"


def _names(members: list[c.Member]) -> Iterator[Fault]:
    names, base = [], _base(members)
    for member in members:
        if not member.name.startswith(f"{base}/"):
            yield Fault("NAME", member.name, f"the member does not lie in '{base}', where the bag is")
        try:
            name = member.raw.decode("utf-8")
        except UnicodeDecodeError:
            yield Fault("NAME", member.name, "the name is not UTF-8")
            continue
        if why := fault(name):
            yield Fault("NAME", name, why)
        names.append(name)
    for name, times in Counter(names).items():
        if times > 1:
            yield Fault("TWICE", name, f"the archive holds {times} members of this name")
    once = dict.fromkeys(names)
    for name, other in clashes(once):
        yield Fault("NAME", name, f"the name is one with '{other}' where capitals do not count, or is its folder")


def _held(file: BinaryIO, size: int, members: list[c.Member]) -> Iterator[Fault]:
    """The file against the form that it would have with these members."""
    at = c.offsets(members)
    for member, offset in zip(members, at, strict=False):
        expected = c.local_header(member)
        yield from _compared(_at(file, offset, len(expected)), expected, member, "header")
    position = at[-1]
    for expected, member in zip(c.directory(members), members, strict=True):
        yield from _compared(_at(file, position, len(expected)), expected, member, "entry in the directory")
        position += len(expected)
    expected = c.end_record(len(members), at[-1], position - at[-1])
    found = _at(file, position, len(expected))
    if found != expected:
        yield Fault("STRUCTURE", "", "the end of the archive (its last record) is not as the program writes it")
    if size > position + len(expected):
        more = size - position - len(expected)
        yield Fault("STRUCTURE", "", f"{more:,} bytes stand behind the end of the archive, or between its parts")


def _compared(found: bytes, expected: bytes, member: c.Member, what: str) -> Iterator[Fault]:
    if found != expected:
        yield Fault("STRUCTURE", member.name, f"its {what} is not as the program writes it: {_differing(found)}")


def _special(head: bytes) -> Iterator[str]:
    """What the fixed part of a header says of a member that is no stored plain file."""
    central = head[:4] == c.CENTRAL
    said = c.CENTRAL_HEAD.unpack(head) if central else c.LOCAL_HEAD.unpack(head)
    flags, method = said[3:5] if central else said[2:4]
    if flags & 1:
        yield "the member is encrypted"
    if method != c.STORED:
        yield f"the member is compressed (method {method}): an archive never is, so that nothing in it can swell"
    kind = (said[15] >> 16) & _TYPE if central else 0
    if kind == _LINK:
        yield "the member is a link"
    elif kind not in (0, stat.S_IFREG):
        yield "the member is no plain file, but a folder, a device or another special file"


def _differing(found: bytes) -> str:
    if len(found) < c.LOCAL_HEAD.size or found[:4] not in (c.HEADER, c.CENTRAL):
        return "it cannot be read"
    size = c.LOCAL_HEAD.size if found[:4] == c.HEADER else c.CENTRAL_HEAD.size
    named = struct.unpack_from("<H", found, 26 if size == c.LOCAL_HEAD.size else 28)[0]
    name = found[size : size + named].decode("utf-8", "backslashreplace")
    return f"it speaks of '{name}'"
