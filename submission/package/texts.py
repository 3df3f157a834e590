"""Texts of programs in the encoding that an agency takes: what it cannot hold is escaped, and nothing is lost.

A character that the encoding lacks becomes ``\\uXXXX`` (above U+FFFF ``\\UXXXXXXXX``), its hexadecimal number.
A backslash that stands before u or U in the source is itself escaped, so that the source can be made again exactly.
Lines end in LF.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LINE_ENDS = re.compile("\r\n?")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")


class Written(NamedTuple):
    """A text as bytes, and how many of its characters are escaped."""

    content: bytes
    escaped: int


def written(text: str, encoding: str) -> Written:
    """A text in an encoding.

    >>> written("ICF: \\u77e5\\u60c5", "ascii")
    Written(content=b'ICF: \\\\u77e5\\\\u60c5', escaped=2)
    """
    text = _LINE_ENDS.sub("\n", text)
    out = re.sub(r"\\(?=[uU])", r"\\u005c", text)
    lacking = {c for c in set(text) if not c.isascii() and not _holds(encoding, c)}
    if lacking:
        out = re.sub(f"[{re.escape(''.join(sorted(lacking)))}]", lambda m: _escape(m[0]), out)
    escaped = sum(text.count(c) for c in lacking) + len(re.findall(r"\\[uU]", text))
    return Written(out.encode(encoding), escaped)


def read_back(content: bytes, encoding: str) -> str:
    """The text that was written, with LF at the ends of its lines."""
    return _ESCAPED.sub(lambda m: chr(int(m[1] or m[2], 16)), content.decode(encoding))


def _escape(character: str) -> str:
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _holds(encoding: str, character: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
