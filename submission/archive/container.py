"""The one form of the file: a ZIP archive that compresses nothing and says nothing of the machine.

Names and contents decide every byte (docs/decisions/0051): members one after the other from the first byte, stored, in
the order of the bag, dated 1980-01-01; then the directory, then its end; no comment, no gap.  ZIP64 only where a size,
an offset or the number of members needs it.  (PKWARE, APPNOTE.TXT 6.3.10.)
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

HEADER, CENTRAL, END, END64, LOCATOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
LOCAL_HEAD = struct.Struct("<4s5H3I2H")  # signature, version, flags, method, time, date, crc, 2 sizes, 2 lengths
CENTRAL_HEAD = struct.Struct("<4s6H3I5H2I")
END_HEAD = struct.Struct("<4s4H2IH")
END64_HEAD = struct.Struct("<4sQ2H2I4Q")
LOCATOR_HEAD = struct.Struct("<4sIQI")

FLAGS = 0x0800  # the name is UTF-8
STORED = 0
TIME, DATE = 0, 0x0021  # 1980-01-01, the first day that the format knows
UNIX = 3 << 8
PLAIN_FILE = 0o100644 << 16
BIG, MANY = 0xFFFF_FFFF, 0xFFFF  # "it stands in the ZIP64 part"


@dataclass(frozen=True)
class Member:
    """A file of the archive: its whole name as bytes, its size, the CRC-32 of its bytes."""

    raw: bytes
    size: int
    crc: int

    @property
    def name(self) -> str:
        return self.raw.decode("utf-8", "backslashreplace")


def local_header(member: Member) -> bytes:
    """What stands before the bytes of a member."""
    big = member.size >= BIG
    extra = struct.pack("<2H2Q", 1, 16, member.size, member.size) if big else b""
    size = BIG if big else member.size
    fixed = (45 if big else 20, FLAGS, STORED, TIME, DATE, member.crc, size, size, len(member.raw), len(extra))
    return LOCAL_HEAD.pack(HEADER, *fixed) + member.raw + extra


def central_record(member: Member, offset: int) -> bytes:
    """What the directory says of a member; ``offset`` of its local header."""
    large = [member.size, member.size] if member.size >= BIG else []
    large += [offset] if offset >= BIG else []
    extra = struct.pack(f"<2H{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    version, size = 45 if large else 20, min(member.size, BIG)
    head = (UNIX | version, version, FLAGS, STORED, TIME, DATE, member.crc, size, size)
    tail = (len(member.raw), len(extra), 0, 0, 0, PLAIN_FILE, min(offset, BIG))
    return CENTRAL_HEAD.pack(CENTRAL, *head, *tail) + member.raw + extra


def end_record(count: int, start: int, size: int) -> bytes:
    """The end of the file; ``start`` and ``size`` of the directory."""
    out = b""
    if count >= MANY or start >= BIG or size >= BIG:
        out = END64_HEAD.pack(END64, END64_HEAD.size - 12, UNIX | 45, 45, 0, 0, count, count, size, start)
        out += LOCATOR_HEAD.pack(LOCATOR, 0, start + size, 1)
    counts = (min(count, MANY), min(count, MANY))
    return out + END_HEAD.pack(END, 0, 0, *counts, min(size, BIG), min(start, BIG), 0)


def offsets(members: Sequence[Member]) -> list[int]:
    """Where the local header of each member begins, and where the directory does."""
    out, at = [], 0
    for member in members:
        out.append(at)
        at += len(local_header(member)) + member.size
    return [*out, at]


def directory(members: Sequence[Member]) -> list[bytes]:
    """The records of the directory."""
    return [central_record(member, at) for member, at in zip(members, offsets(members), strict=False)]
