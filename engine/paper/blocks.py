"""A page made of headings, sentences and tables, as most reports are: what stands on it is text, the look is one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from onespec.engine.paper.templates import rendered

GENERATOR = '<meta name="generator" content="onespec">'  # by it a page of this program is known


@dataclass(frozen=True)
class Piece:
    """A text with a look.

    kind  value: a value of a dataset, whose blanks can be seen; tag: a coloured word, its first word is its class;
          facts: small, on a line of its own; hash, of, edge, date, strong; link: to ``href``; line: the next line
          begins; "" for a text in the language ``lang``
    """

    text: str = ""
    kind: str = ""
    href: str = ""
    lang: str = ""


Cell: TypeAlias = "str | Piece | Sequence[Cell]"  # pieces one after the other
NEXT = Piece(kind="line")


@dataclass(frozen=True)
class Heading:
    level: int
    text: Cell
    id: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph; ``kind`` is facts for a small one."""

    text: Cell
    kind: str = ""


@dataclass(frozen=True)
class Verdict:
    """The banner that a page begins with; ``kind`` is good, bad, or told for one that judges nothing."""

    kind: str
    word: str
    sentence: str


@dataclass(frozen=True)
class Listed:
    """A list in a cell, an entry a line."""

    entries: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A table.

    head    a head that begins with # stands over numbers
    wide    the columns that are not squeezed
    kind    its class in the style
    summed  the last row is the sum of the others
    """

    head: Sequence[str]
    rows: Sequence[Sequence[Cell | Listed]]
    wide: tuple[int, ...] = ()
    kind: str = ""
    summed: bool = False

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Of each column its class and its head."""
        looks = ("n" if h.startswith("#") else "w" if i in self.wide else "" for i, h in enumerate(self.head))
        return [(look, head.removeprefix("#")) for look, head in zip(looks, self.head, strict=True)]


Block = Heading | Line | Verdict | Table


def blocks_page(title: str, blocks: Iterable[Block], language: str = "en", style: str = "") -> str:
    """A whole page that loads nothing; ``style`` is added to the house style."""
    named = [(type(block).__name__, block) for block in blocks]
    return rendered(__package__ or "", "blocks.html", title=title, blocks=named, language=language, style=style)


def value(text: str) -> Piece:
    return Piece(text, "value")


def tag(word: str) -> Piece:
    return Piece(word, "tag")


def facts(*texts: str) -> Cell:
    """What stands small below a cell's text."""
    return Piece("; ".join(texts), "facts") if texts else ""
