"""The text of an ODM file, piece by piece, in the encoding that it declares."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from onespec.engine.encodings import is_encoding

_BLOCK = 1 << 16
_READ_BY_EXPAT = {"utf-8", "utf-16", "us-ascii", "iso-8859-1"}
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class Refused(Exception):
    """The file cannot be read: message and fix, the line (0 where none is to blame), and whether by its encoding."""

    def __init__(self, message: str, fix: str = "Export it again.", line: int = 0, rule: str = "RAW-FILE"):
        self.message, self.fix, self.line, self.rule = message, fix, line, rule
        super().__init__(message)


def pieces(path: Path) -> Iterator[bytes | str]:
    """The file piece by piece: as text where the parser does not know its encoding.  Raises `Refused`."""
    with path.open("rb") as file:
        first = file.read(_BLOCK)
        declared = _DECLARED.match(first)
        encoding = declared[1].decode() if declared else "utf-8"
        if encoding.casefold() in _READ_BY_EXPAT:
            yield first
            while piece := file.read(_BLOCK):
                yield piece
            return
        if not is_encoding(encoding):
            raise Refused(f"The file declares the encoding '{encoding}', which is none.")
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            yield decoder.decode(first)
            while piece := file.read(_BLOCK):
                yield decoder.decode(piece)
            yield decoder.decode(b"", True)
        except UnicodeError as error:
            raise Refused(f"The file is not in its encoding {encoding}.", rule="RAW-ENCODING") from error
