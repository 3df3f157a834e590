"""Fenced blocks and commands of the pages that ship: README.md, docs/*.md and the like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from support import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@dataclass(frozen=True)
class Block:
    """A fenced block: ``marked`` is what a comment above it says, such as ``output: explain``."""

    marked: str
    language: str
    text: str


def blocks(page: Path) -> list[Block]:
    found = re.findall(
        r"(?:^<!-- (.*?) -->\n)?^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return [Block(*parts) for parts in found]


def block(page: str, starts: str) -> str:
    """The text of the block of docs/<page> that starts so."""
    (found,) = [b.text for b in blocks(ROOT / "docs" / page) if b.text.startswith(starts)]
    return found


def commands(page: Path, program: str) -> list[str]:
    """What a page says to type: lines of blocks and code in the text, a program's name and something after it."""
    lines = [line for b in blocks(page) if not b.marked for line in re.sub(r"\n +", " ", b.text).splitlines()]
    code = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", page.read_text(encoding="utf-8"))
    return [text.partition("  #")[0].strip() for text in (*lines, *code) if re.match(rf"{program} +\S", text)]


def rewrite(page: Path, given: dict[str, str]) -> None:
    """Put what commands give into the blocks of a page, by their marks (``--update-golden``)."""
    text = page.read_text(encoding="utf-8")
    for mark, out in given.items():
        before, fence, rest = text.partition(f"<!-- {mark} -->\n```\n")
        text = before + fence + out + rest[rest.index("```\n") :]
    page.write_text(text, encoding="utf-8", newline="\n")
