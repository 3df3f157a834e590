"""Encodings of texts, by the names that Python has for them."""

from __future__ import annotations

import codecs

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
