"""A dataset in parts: cut in its sort order, at a subject's boundary where there is one; rejoined it is the whole.

Source: FDA Study Data Technical Conformance Guide, 3.3.2 (Dataset Size): files over the limit are split, the parts lie
in a folder of their own.  Each part is a transport file with the header of the whole, so that lengths are equal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onespec.engine.xpt.layout import RECORD
from onespec.submission.package.held import Held, blocks, header_bytes, read_held

SUBJECT = "USUBJID"
_READABLE = "latin-1"  # any byte is a letter of it: a part's header is read for its lengths alone


class NotOneWhole(ValueError):
    """Files that are no parts of one dataset; the message says which."""


@dataclass(frozen=True)
class Part:
    """One part: its number from 1, the first of its records (from 0), how many it has, and where it was cut.

    at_subject  it ends where a subject ends
    """

    number: int
    first: int
    records: int
    at_subject: bool


def bytes_of(held: Held, records: int) -> int:
    """The bytes of a file with so many records."""
    content = records * held.size
    return held.start + content + -content % RECORD


def least(held: Held) -> int:
    """The bytes of a part of one record: no limit may be lower."""
    return bytes_of(held, 1)


def parts_of(held: Held, limit: int) -> list[Part]:
    """The parts of a file that has more than ``limit`` bytes, each within it; none of a smaller file.

    A subject's records stay together where they fit.  ``limit`` is at least that of `least`.
    """
    if bytes_of(held, held.records) <= limit:
        return []
    most = (limit - held.start) // RECORD * RECORD // held.size
    assert most, "the limit holds no record"
    ends = np.concatenate([np.fromiter(_boundaries(held), np.int64), [held.records]])
    out: list[Part] = []
    first = 0
    while first < held.records:
        end = min(first + most, held.records)
        at = int(np.searchsorted(ends, end, "right"))
        subject = int(ends[at - 1]) if at else 0
        end = subject if subject > first else end
        out.append(Part(len(out) + 1, first, end - first, end == subject))
        first = end
    return out


def part_name(dataset: str, number: int, letters: int) -> str:
    """The file of a part: the dataset's name with the part's number, within so many letters.

    >>> part_name("LB", 1, 8), part_name("ADTTEALL", 12, 8)
    ('lb1.xpt', 'adttea12.xpt')
    """
    return f"{dataset.lower()[: letters - len(str(number))]}{number}.xpt"


def write_part(held: Held, part: Part, target: Path) -> None:
    """Write the records of a part with the header of the whole."""
    with target.open("xb") as file:
        file.writelines(_content(header_bytes(held), [(held, part.first, part.first + part.records)]))


def rejoined(parts: Sequence[Path], target: Path) -> None:
    """Write the dataset whose parts these are, in order: byte for byte the whole.  Raises `NotOneWhole`."""
    with target.open("xb") as file:
        file.writelines(_rejoined(parts))


def rejoined_sha256(parts: Sequence[Path]) -> str:
    """The SHA-256 of the dataset whose parts these are; nothing is written.  Raises `NotOneWhole`."""
    digest = hashlib.sha256()
    for content in _rejoined(parts):
        digest.update(content)
    return digest.hexdigest()


def _rejoined(parts: Sequence[Path]) -> Iterator[bytes]:
    held = [read_held(path, _READABLE) for path in parts]
    if not held:
        raise NotOneWhole("There are no parts.")
    header = header_bytes(held[0])
    for each in held[1:]:
        if header_bytes(each) != header:
            raise NotOneWhole(f"{each.path.name} has another header than {held[0].path.name}.")
    yield from _content(header, [(each, 0, each.records) for each in held])


def _content(header: bytes, rows: Iterable[tuple[Held, int, int]]) -> Iterator[bytes]:
    """A transport file: the header, rows of files in order, and blanks to the end of the last 80 bytes."""
    yield header
    size = 0
    for held, begin, end in rows:
        for _, block in blocks(held, begin, end):
            size += block.size
            yield block.tobytes()
    yield b" " * (-size % RECORD)


def _boundaries(held: Held) -> Iterator[int]:
    """The records (from 0) at which another subject begins; none in a dataset without subjects."""
    begin = 0
    for v in held.header.variables:
        if v.name == SUBJECT:
            break
        begin += v.length
    else:
        return
    last = None
    for row, block in blocks(held):
        cells = block[:, begin : begin + v.length]
        if last is not None and (cells[0] != last).any():
            yield row
        yield from (np.flatnonzero((cells[1:] != cells[:-1]).any(axis=1)) + 1 + row).tolist()
        last = cells[-1]
