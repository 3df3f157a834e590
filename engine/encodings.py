"""Encodings of texts, by the names that Python has for them."""

from __future__ import annotations

import codecs

ASCII, UTF_8 = "ascii", "utf-8"
OF_EDITIONS = (UTF_8, "gb18030", "euc-cn")  # that an edition which is not ASCII may be written in

_NO_TEXTS = (
    "idna",
    "punycode",
    "unicode_escape",
    "raw-unicode-escape",
    "raw_unicode_escape",
    "unicode-escape",
    "utf-7",
)


def is_encoding(name: str) -> bool:
    """Whether Python knows it, and can write ASCII in it as texts, no byte of it being an instruction.

    >>> is_encoding("shift_jis"), is_encoding("windows-1252"), is_encoding("rot13"), is_encoding("")
    (True, True, False, False)
    """
    try:
        return bool(name) and codecs.lookup(name).name not in _NO_TEXTS and isinstance("A".encode(name), bytes)
    except (LookupError, UnicodeError):
        return False


def size_in(encoding: str, text: str) -> int:
    """The bytes of a text; one character each that the encoding lacks has one."""
    return len(text) if text.isascii() else len(text.encode(encoding, "replace"))


def lacking(encoding: str, text: str) -> str:
    """The first character of a text that the encoding lacks, "" where it has all.

    >>> lacking("euc-cn", "\u8c37\u4e19\u2122"), lacking("gb18030", "\u8c37\u4e19\u2122")
    ('\u2122', '')
    """
    if text.isascii():
        return ""
    try:
        text.encode(encoding)
    except UnicodeEncodeError as error:
        return text[error.start]
    return ""


def beginning(encoding: str, text: str, size: int) -> str:
    """The longest beginning of a text that has at most so many bytes; no character is cut.

    >>> beginning("utf-8", "\u8c37\u4e19A", 5), beginning("gb18030", "\u8c37\u4e19A", 5)
    ('\u8c37', '\u8c37\u4e19A')
    """
    end = min(len(text), size)
    while size_in(encoding, text[:end]) > size:
        end -= 1
    return text[:end]
