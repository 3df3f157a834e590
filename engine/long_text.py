"""A text that is longer than a variable holds, in parts: broken between words, no character cut.

Source: SDTMIG 3.4, section 4.5.3.2.  How many bytes a part has is what a transport file holds (`engine.limits`).
"""

from __future__ import annotations

import unicodedata

from onespec.engine.encodings import UTF_8, beginning, size_in
from onespec.engine.limits import MAX_TEXT

BLANK = " "


def parts_of(text: str, encoding: str = UTF_8) -> list[str]:
    """The parts of a text, each of 1 to 200 bytes of the encoding; a text that fits is its own only part.

    A break stands between two words, and the blanks there belong to no part.  A word of more than 200 bytes, and a
    text without blanks (Chinese), is broken between two characters; a combining mark stays with its character.
    """
    if size_in(encoding, text) <= MAX_TEXT:
        return [text]
    parts, rest = [], text.strip(BLANK)
    while size_in(encoding, rest) > MAX_TEXT:
        end = _end(rest, encoding)
        parts.append(rest[:end].rstrip(BLANK))
        rest = rest[end:].lstrip(BLANK)
    return [*parts, rest]


def _end(text: str, encoding: str) -> int:
    """How many characters of a text that is too long, and does not begin with a blank, the next part takes."""
    fitting = len(beginning(encoding, text, MAX_TEXT))
    if text[fitting] == BLANK:
        return fitting
    blank = text.rfind(BLANK, 0, fitting)
    word = text[blank + 1 :].partition(BLANK)[0]
    if blank > 0 and size_in(encoding, word) <= MAX_TEXT:
        return blank
    whole = fitting
    while whole > 1 and unicodedata.combining(text[whole]):
        whole -= 1
    return whole if whole > 1 else fitting
