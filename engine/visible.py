"""Text of others shown as it is, on one line: what would move a cursor, end a line or turn the order of letters round
is written as an escape, so that a value cannot pass for a line of the program's own.
"""

from __future__ import annotations

import re

# Controls (C0, DEL, C1), separators of lines and paragraphs, marks of direction (UAX 9), characters without width,
# and halves of characters.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str, lines: bool = False) -> str:
    """The text with escapes; ``lines``: line feeds and tabs are its own and stay.

    >>> visible("\\x1b[2Jok\\nSTOP")
    '\\\\x1b[2Jok\\\\nSTOP'
    """
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda found: _escape(found[0], lines), text)


def _escape(character: str, lines: bool) -> str:
    if lines and character in "\n\t":
        return character
    code = ord(character)
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
