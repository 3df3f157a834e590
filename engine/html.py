"""Pages of HTML that load nothing: the frame, the house style for screen and print, tables.

Every function gives HTML; what it is given is text, except where ``cells`` or ``body`` says HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as _escape
from importlib import resources

from onespec.engine.visible import visible

STYLE = "\n" + (resources.files(__package__ or "") / "page.css").read_text(encoding="utf-8")


GENERATOR = '<meta name="generator" content="onespec">'  # by it a page of this program is known


def escape(text: str) -> str:
    """Text as HTML shows it; what is hidden in it, as marks of direction are, is shown as an escape."""
    return _escape(visible(text, lines=True))


def page(title: str, body: str, language: str = "en", style: str = "") -> str:
    """A whole page; ``style`` is added to the house style."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">{GENERATOR}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}{style}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def verdict(good: bool, word: str, sentence: str) -> str:
    """The banner that a page begins with."""
    return f'<div class="verdict {"good" if good else "bad"}"><strong>{escape(word)}</strong>{escape(sentence)}</div>'


def tag(word: str) -> str:
    """A coloured word; its first word is its class."""
    return f'<span class="tag {word.split()[0]}">{escape(word)}</span>'


def value(text: str) -> str:
    """A value of a dataset; blanks can be seen."""
    return (
        f'<span class="value">{escape(text)}</span>'
        if text.strip()
        else f'<span class="blank">{"blank" if not text else f"{len(text)} blanks"}</span>'
    )


def table(head: Sequence[str], cells: Sequence[Sequence[str]], wide: tuple[int, ...] = (), kind: str = "") -> str:
    """A table.

    A head that begins with # stands over numbers, ``wide`` columns are not squeezed; cells are HTML, heads are text.
    """
    classes = ["n" if h.startswith("#") else "w" if i in wide else "" for i, h in enumerate(head)]
    cell = lambda kind, c, text: f'<{kind} class="{c}">{text}</{kind}>' if c else f"<{kind}>{text}</{kind}>"  # noqa: E731
    top = "".join(cell("th", c, escape(h.removeprefix("#"))) for h, c in zip(head, classes, strict=True))
    body = "\n".join(
        "<tr>" + "".join(cell("td", c, text) for text, c in zip(row, classes, strict=True)) + "</tr>" for row in cells
    )
    return (
        f'<div class="wide"><table class="{kind}"><thead><tr>{top}</tr></thead><tbody>\n{body}\n</tbody></table></div>'
    )
