"""Lines of text broken by widths, without any font: so the page of a field is known wherever a study is built.

Widths are in thousandths of the size of the letters: of ASCII the wider of Helvetica and Noto Sans SC; every other
character takes a whole em, as Chinese ones do.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

EM = 1000
_WIDTHS = (
    # from the space to the tilde
    "278 323 474 556 556 921 680 278 338 338 467 584 278 347 278 392 556 556 556 556 556 556 556 556 556 556 278 278 "
    "584 584 584 556 1015 667 667 722 722 667 611 778 728 293 535 667 556 833 723 778 667 778 722 667 611 722 667 944 "
    "667 667 611 338 392 338 555 559 606 563 618 510 620 556 325 564 607 278 278 552 284 926 610 606 620 620 388 500 "
    "377 607 521 802 500 521 500 338 270 338 584"
)
_OF_ASCII = dict(zip(map(chr, range(32, 127)), map(int, _WIDTHS.split()), strict=True))
_NOT_FIRST = frozenset("，。、；：？！）】》」』”’%,.;:?!)]}")  # no line begins with one
_NOT_LAST = frozenset("（【《「『“‘([{")


def width(text: str, size: float = 1.0) -> float:
    """The width of a text in points, where its letters have that size."""
    return sum(_OF_ASCII.get(c, EM) for c in text) * size / EM


@cache
def lines(text: str, size: float, room: float) -> tuple[str, ...]:
    """The text in lines that are no wider than ``room`` points: at blanks, between Chinese characters, else anywhere.

    Nothing of it is lost but blanks at the ends of lines; a text without letters is no line.
    """
    out: list[str] = []
    line = ""
    for piece in _pieces(" ".join(text.split())):
        for part in _cut(piece, size, room):
            if line and width((line + part).rstrip(), size) > room:
                out.append(line.rstrip())
                line = part.lstrip()
            else:
                line += part
    return tuple(each for each in (*out, line.rstrip()) if each)


def _pieces(text: str) -> Iterator[str]:
    """What stays on one line: a word with the blank behind it, a Chinese character with its punctuation."""
    piece = ""
    for at, character in enumerate(text):
        piece += character
        following = text[at + 1 : at + 2]
        if not following or following == " " or following in _NOT_FIRST or character in _NOT_LAST:
            continue
        if character == " " or character not in _OF_ASCII or following not in _OF_ASCII:
            yield piece
            piece = ""
    if piece:
        yield piece


def _cut(piece: str, size: float, room: float) -> Iterator[str]:
    """A piece that is wider than a line, in parts."""
    part = ""
    for character in piece:
        if part and width(part + character.strip(), size) > room:
            yield part
            part = ""
        part += character
    yield part
