"""Encodings of text files: the declared one is proven, another one is only a hint."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from onespec.engine.findings import STOP, Findings
from onespec.engine.spec.forms import Form

BLOCK = 1 << 23  # bytes of a file worked on at a time
_END = re.compile(rb"\r\n|\r|\n")
_BOM = b"\xef\xbb\xbf"


def proven(path: Path, form: Form, findings: Findings, seen: Callable[[bytes], object] = len) -> bool:
    """Is the whole file in the declared encoding?  What else it may be is only a hint.

    seen  is given its text in UTF-8, piece by piece
    """
    doubt = _Doubt(form.encoding)
    try:
        with path.open("rb") as file:
            if file.read(len(_BOM)).startswith(_BOM) != (form.encoding == "utf-8-sig"):
                doubt.holds = True
        if not doubt.holds:
            for piece in _pieces(path, form.encoding, doubt.look):
                seen(piece)
            doubt.end()
    except UnicodeDecodeError:
        doubt.holds = True
    return not doubt.holds or _faultless(path.read_bytes(), form, findings)


class _Doubt:
    """What is to know of a file's bytes besides that they can be read: are they UTF-8 all the same?"""

    def __init__(self, declared: str):
        self.declared, self.holds = declared, False
        self.decoder = (
            None if codecs.lookup(declared).name.startswith("utf") else codecs.getincrementaldecoder("utf-8")()
        )
        self.ascii, self.found = True, _is_of_one_byte(declared)

    def look(self, data: bytes) -> None:
        if self.decoder is None or (self.ascii and data.isascii()):
            return
        self.ascii = False
        try:
            text = self.decoder.decode(data)
        except UnicodeDecodeError:
            self.decoder = None
            return
        self.found = self.found or _has_ideographs(set(text))

    def end(self) -> None:
        self.holds = self.decoder is not None and not self.ascii and self.found


def _has_ideographs(characters: set[str]) -> bool:
    return any("\u2e80" <= c <= "\uffef" for c in characters)


def _pieces(path: Path, encoding: str, look: Callable[[bytes], object] = len) -> Iterator[bytes]:
    """The text of a file in UTF-8 without a byte-order mark, piece by piece.

    As one Python text it would take several times the room.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while data := file.read(BLOCK):
            look(data)
            yield decoder.decode(data).encode()
    yield decoder.decode(b"", True).encode()


class Utf8(io.RawIOBase):
    """The text of a proven file in UTF-8, from one of its lines on; an end of line stands at its end."""

    def __init__(self, path: Path, encoding: str, line: int = 1):
        self._pieces, self._left, self._last = _from_line(_pieces(path, encoding), line), memoryview(b""), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read(self, size: int = -1) -> bytes:
        """As much as is asked for: who asks for a block takes a short one for the last."""
        pieces, lacking = [], size
        while lacking and self._next():
            piece = self._left if size < 0 else self._left[:lacking]
            self._left = self._left[len(piece) :]
            pieces.append(piece)
            lacking -= len(piece)
        return b"".join(pieces)

    def _next(self) -> bool:
        """Is anything left?"""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None and self._last in (b"", b"\n"):
                return False
            piece = b"\n" if piece is None else piece  # a last row without its end
            self._left, self._last = memoryview(piece), piece[-1:] or self._last
        return True


def _from_line(pieces: Iterator[bytes], line: int) -> Iterator[bytes]:
    """What stands from a line on; nothing where there are fewer lines."""
    if line == 1:
        yield from pieces
        return
    before = b""
    for piece in pieces:
        before += piece
        ends = [found.end() for found in islice(_END.finditer(before), line - 1)]
        if len(ends) == line - 1 and ends[-1] < len(before):  # what follows may be the other half of an end
            yield before[ends[-1] :]
            yield from pieces
            return


def _faultless(data: bytes, form: Form, findings: Findings) -> bool:
    """Is it in the declared encoding?  Tells what is wrong otherwise."""
    declared = form.encoding
    has_bom = data.startswith(_BOM)
    if has_bom != (declared == "utf-8-sig"):
        problem = "starts with a UTF-8 byte-order mark" if has_bom else "has no byte-order mark"
        findings.add(
            "RAW-ENCODING",
            STOP,
            f"The file is declared {declared} and {problem}.",
            _hint(data, declared),
            file=form.file,
        )
        return False
    error = _fault(data, declared)
    if error:
        row = data[: error.start].count(b"\n") - int(form.header) + 1
        findings.add(
            "RAW-ENCODING",
            STOP,
            f"Byte {error.start + 1} of the file ({data[error.start : error.end].hex(' ')}) is not {declared}.",
            _hint(data, declared),
            file=form.file,
            row=row if row > 0 else None,
        )
        return False
    if _is_utf8_all_the_same(data, declared):
        findings.add(
            "RAW-ENCODING",
            STOP,
            f"The file is declared {declared} and is utf-8 throughout.",
            _hint(data, declared),
            file=form.file,
        )
        return False
    return True


def _fault(data: bytes, encoding: str) -> UnicodeDecodeError | None:
    """Where ``data`` is not in the encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error
    return None


def _is_utf8_all_the_same(data: bytes, declared: str) -> bool:
    """Much UTF-8 is readable in other encodings too, as other characters.

    Those of two bytes a character are never by chance UTF-8 throughout with ideographs, those of one byte hardly ever.
    """
    if data.isascii() or codecs.lookup(declared).name.startswith("utf"):
        return False
    try:
        found = set(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False
    return _is_of_one_byte(declared) or _has_ideographs(found)


def _is_of_one_byte(encoding: str) -> bool:
    return len(bytes(range(0xA1, 0xFF)).decode(encoding, "replace")) == 0xFF - 0xA1


def _hint(data: bytes, declared: str) -> str:
    """What else the file may be."""
    if data.startswith(_BOM):
        return "It may be utf-8-sig; correct 'encoding:' in crf.yaml or export again."
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        for encoding in ("utf-8", "gb18030"):
            try:
                data.decode(encoding)
                if encoding != declared:
                    return f"It may be {encoding}; correct 'encoding:' in crf.yaml or export again."
            except UnicodeDecodeError:
                continue
    return "It is neither utf-8 nor gb18030; declare its 'encoding:' in crf.yaml or export again."
