"""A transport file held against a profile: its version, labels, lengths, and each text's bytes; read in blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onespec.engine.encodings import ASCII, UTF_8
from onespec.engine.findings import STOP, Finding
from onespec.engine.xpt.header import XptHeader
from onespec.engine.xpt.layout import XptVariable
from onespec.engine.xpt.stream import count_rows, read_xpt_header
from onespec.submission.profiles import Profile

_BLOCK = 8 << 20  # bytes read at a time
_HIGH = 0x80  # the bit of bytes that are no ASCII


@dataclass(frozen=True)
class Held:
    """A transport file of a package.

    start    the byte at which its rows begin; ``size`` bytes of a row
    records  how many rows it has
    """

    path: Path
    header: XptHeader
    start: int
    size: int
    records: int


def codec_of(encoding: str) -> str:
    """The encoding in which a file is read: a file in ASCII is read as UTF-8, so that what is no ASCII is seen."""
    return UTF_8 if encoding == ASCII else encoding


def read_held(path: Path, encoding: str) -> Held:
    """What a file holds; raises `Stopped` where it is no transport file, or has a header of another encoding."""
    header, start = read_xpt_header(path, codec_of(encoding))
    size = sum(v.length for v in header.variables)
    return Held(path, header, start, size, count_rows(path, codec_of(encoding)))


def held_faults(held: Held, profile: Profile, encoding: str, name: str) -> Iterator[Finding]:
    """Everything that the profile does not take of a file, which findings call ``name``."""
    header = held.header
    where = {"file": name, "dataset": header.name}
    if header.version != 5:
        message = f"The file is of version {header.version} of the transport format."
        yield Finding("PACKAGE-VERSION", STOP, message, "Write it in version 5.", **where)
    labels = [("", "dataset", header.label), *((v.name, "variable", v.label) for v in header.variables)]
    for column, kind, label in labels:
        size = len(label.encode(codec_of(encoding), "replace"))
        if size > profile.label:
            message = f"The label of the {kind} has {size} bytes."
            yield Finding(
                "PACKAGE-LABEL", STOP, message, f"Use {profile.label} at most.", column=column, value=label, **where
            )
        if encoding == ASCII and not label.isascii():
            message = f"The label of the {kind} is not ASCII."
            yield Finding("PACKAGE-ASCII", STOP, message, "Write it in ASCII.", column=column, value=label, **where)
    for v in header.variables:
        if v.type == "Char" and v.length > profile.text:
            message = f"The variable holds texts of {v.length} bytes."
            yield Finding("PACKAGE-TEXT", STOP, message, f"Use {profile.text} at most.", column=v.name, **where)
    yield from _text_faults(held, encoding, where)


def _text_faults(held: Held, encoding: str, where: dict[str, str]) -> Iterator[Finding]:
    """Texts with bytes that the encoding does not have: one finding a variable, with its first row."""
    first: dict[str, tuple[int, bytes]] = {}
    count: dict[str, int] = {}
    for row, block in blocks(held):
        for v, begin in _texts(held.header.variables):
            for at, content in _at_fault(block[:, begin : begin + v.length], encoding):
                first.setdefault(v.name, (row + at + 1, content))
                count[v.name] = count.get(v.name, 0) + 1
    rule = "PACKAGE-ASCII" if encoding == ASCII else "PACKAGE-ENCODING"
    for name, (row, content) in first.items():
        value = content.decode(codec_of(encoding), "backslashreplace").rstrip(" \0")
        message = f"{count[name]} {'text is' if count[name] == 1 else 'texts are'} not {encoding.upper()}."
        fix = "Correct the values, or build the edition in another encoding."
        yield Finding(rule, STOP, message, fix, row=row, column=name, value=value, **where)


def blocks(held: Held, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, np.ndarray]]:
    """Rows from ``begin`` to before ``end`` in blocks: the first row's number, and rows x bytes (uint8)."""
    end = held.records if end is None else end
    step = max(_BLOCK // held.size, 1)
    with held.path.open("rb") as file:
        file.seek(held.start + begin * held.size)
        for row in range(begin, end, step):
            count = min(step, end - row)
            data = np.frombuffer(file.read(count * held.size), np.uint8)
            yield row, data.reshape(count, held.size)


def _texts(variables: tuple[XptVariable, ...]) -> Iterator[tuple[XptVariable, int]]:
    """The character variables, each with the byte at which it begins in a row."""
    begin = 0
    for v in variables:
        if v.type == "Char":
            yield v, begin
        begin += v.length


def _at_fault(cells: np.ndarray, encoding: str) -> Iterator[tuple[int, bytes]]:
    """The rows, and what stands there, whose bytes are no text of the encoding."""
    high = np.flatnonzero((cells >= _HIGH).any(axis=1))
    if not len(high):
        return
    if encoding != ASCII and _decodes(_lines(cells[high]), encoding):
        return
    for row in high.tolist():
        content = cells[row].tobytes()
        if encoding == ASCII or not _decodes(content, encoding):
            yield row, content


def _lines(cells: np.ndarray) -> bytes:
    """The cells, each on a line: half of a character at a cell's end does not find its other half in the next."""
    ends = np.full((len(cells), 1), ord("\n"), np.uint8)
    return np.hstack([cells, ends]).tobytes()


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def header_bytes(held: Held) -> bytes:
    """Everything before the first row."""
    with held.path.open("rb") as file:
        return file.read(held.start)
