"""Encodings of texts, by the names that Python has for them."""

from __future__ import annotations


def is_encoding(name: str) -> bool:
    """Whether Python knows it, and can write ASCII in it as texts.

    >>> is_encoding("shift_jis"), is_encoding("windows-1252"), is_encoding("rot13"), is_encoding("")
    (True, True, False, False)
    """
    try:
        return bool(name) and isinstance("A".encode(name), bytes)
    except (LookupError, UnicodeError):
        return False
