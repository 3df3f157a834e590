"""A text that is longer than a variable holds, in parts: broken between words, no character cut.

Source: SDTMIG 3.4, section 4.5.3.2.  How many bytes a part has is what a transport file holds (`engine.limits`).
"""

from __future__ import annotations

import unicodedata

from onespec.engine.limits import MAX_TEXT

BLANK = " "


def parts_of(text: str) -> list[str]:
    """The parts of a text, each of 1 to 200 bytes of UTF-8; a text that fits is its own only part.

    A break stands between two words, and the blanks there belong to no part.  A word of more than 200 bytes, and a
    text without blanks (Chinese), is broken between two characters; a combining mark stays with its character.
    """
    if len(text.encode()) <= MAX_TEXT:
        return [text]
    parts, rest = [], text.strip(BLANK)
    while len(rest.encode()) > MAX_TEXT:
        end = _end(rest)
        parts.append(rest[:end].rstrip(BLANK))
        rest = rest[end:].lstrip(BLANK)
    return [*parts, rest]


def _end(text: str) -> int:
    """How many characters of a text that is too long, and does not begin with a blank, the next part takes."""
    fitting = len(text.encode()[:MAX_TEXT].decode(errors="ignore"))  # a character that is cut off is left out
    if text[fitting] == BLANK:
        return fitting
    blank = text.rfind(BLANK, 0, fitting)
    word = text[blank + 1 :].partition(BLANK)[0]
    if blank > 0 and len(word.encode()) <= MAX_TEXT:
        return blank
    whole = fitting
    while whole > 1 and unicodedata.combining(text[whole]):
        whole -= 1
    return whole if whole > 1 else fitting
