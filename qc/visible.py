"""Texts with what cannot be seen made visible, so that two different ones never look alike for it."""

from __future__ import annotations

import re
import unicodedata

_BLANK = "\u2420"  # the control picture of a blank
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {0x7F: 0x2421}
# Blanks at the beginning and end, and those that follow another one.
_BLANKS = re.compile(r"^ +| +$|(?<= ) +")


def visible(text: str) -> str:
    """The text as it is shown; other blanks than single ones between words, and control characters, as pictures.

    Format characters and spaces of other widths are shown by their code.

    >>> visible("ab "), visible("a\\tb"), visible("a  b"), visible("a\\u00a0b"), visible("a b")
    ('ab␠', 'a␉b', 'a ␠b', 'a<U+00A0>b', 'a b')
    """
    if text.isascii() and text.isprintable() and "  " not in text and text == text.strip():
        return text
    shown = _BLANKS.sub(lambda found: _BLANK * len(found[0]), text).translate(_PICTURES)
    return "".join(f"<U+{ord(c):04X}>" if _unseen(c) else c for c in shown)


def _unseen(character: str) -> bool:
    return character != " " and unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp")
