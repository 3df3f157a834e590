"""The data guide as PDF, by the setting of the reviewer's guides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec

from onespec.engine.paper.blocks import Heading, Line, Table
from onespec.submission.guides import fill
from onespec.submission.guides.cover import Cover
from onespec.submission.guides.pdf import guide_pdf
from onespec.submission.sharing.facts import Facts
from onespec.submission.sharing.guide import guide_blocks

LIBRARIES = ("typst", "fontTools", "pdfminer")  # of the extra report
_LOOK = {"zh": "nmpa"}  # how pages look, by language: a key of define/print/profiles.yaml
_NUMBER, _PLAIN, _WIDE = 3, 5, 10  # shares of the line that columns of a kind have


def missing() -> list[str]:
    """The libraries that are not installed, without which there is no PDF."""
    return [name for name in LIBRARIES if find_spec(name) is None]


def data_guide_pdf(facts: Facts, language: str, created: datetime) -> bytes:
    """The guide as pages: declared PDF/A-2b, the same facts give the same bytes."""
    title, blocks = guide_blocks(facts, language)
    notice = facts["notice"].get(language, "")
    cover = Cover(language, title, facts["study"], (notice,) if notice else (), notice or facts["study"])
    return guide_pdf(cover, list(_filled(blocks)), created, _LOOK.get(language, "house"))


def _filled(blocks: list[Heading | Line | Table]) -> Iterator[fill.Filled]:
    """The blocks as a guide has them; its title stands on the cover, and its sections are numbered."""
    number = 0
    for block in blocks:
        if isinstance(block, Heading):
            if block.level > 1:
                number += 1
                yield fill.Heading(block.level - 1, str(number), str(block.text))
        elif isinstance(block, Line):
            yield fill.Paragraph(str(block.text))
        else:
            shares = [{"n": _NUMBER, "w": _WIDE}.get(look, _PLAIN) for look, _ in block.columns]
            widths = tuple(round(100 * share / sum(shares)) for share in shares)
            rows = tuple(tuple(map(str, row)) for row in block.rows)
            yield fill.Table(tuple(head for _, head in block.columns), widths, rows)
