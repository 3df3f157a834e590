"""Pages of HTML that load nothing: the frame, the house style for screen and print, tables.

Every function gives HTML; what it is given is text, except where ``cells`` or ``body`` says HTML.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

STYLE = """
:root { --ink: #1b2430; --soft: #5b6675; --line: #d5dae1; --wash: #f5f7f9; --good: #1c6b3f; --good-wash: #e6f3eb; --bad: #a3221b; --bad-wash: #fbeae8;
        --explained: #7a5a00; --explained-wash: #fbf3dc; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.45 "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 28px 24px 56px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 14px; }
h2 { font-size: 18px; margin: 36px 0 8px; padding-bottom: 4px; border-bottom: 2px solid var(--ink); }
h3 { font-size: 16px; margin: 26px 0 6px; }
h4 { font-size: 14px; margin: 16px 0 4px; color: var(--soft); }
p { margin: 6px 0; }
.verdict { border-left: 8px solid; padding: 14px 18px; margin: 0 0 12px; }
.verdict strong { display: block; font-size: 22px; line-height: 1.3; }
.good { border-color: var(--good); background: var(--good-wash); color: var(--good); }
.bad { border-color: var(--bad); background: var(--bad-wash); color: var(--bad); }
.facts { color: var(--soft); font-size: 13px; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 6px 0 12px; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th, td { text-align: left; vertical-align: top; padding: 5px 10px 5px 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; white-space: nowrap; border-bottom: 1.5px solid var(--ink); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.w { min-width: 200px; }
.value { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 12.5px; white-space: pre-wrap; overflow-wrap: break-word; }
.hash { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 11.5px; overflow-wrap: anywhere; min-width: 200px; }
.blank { color: var(--soft); font-style: italic; }
.tag { display: inline-block; padding: 0 8px; border-radius: 3px; font-weight: 600; font-size: 12.5px; white-space: nowrap; }
.tag.identical { background: var(--good-wash); color: var(--good); }
.tag.explained { background: var(--explained-wash); color: var(--explained); }
.tag.differs, .tag.not, .tag.stale { background: var(--bad-wash); color: var(--bad); }
a { color: inherit; }
@media (max-width: 600px) { main { padding: 16px 14px 40px; } h1 { font-size: 20px; } .verdict strong { font-size: 18px; } }
@media print {
  @page { size: A4; margin: 15mm 13mm; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  .verdict, .tag { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .wide { overflow: visible; } table { font-size: 8.5pt; } .value, .hash { font-size: 7.5pt; overflow-wrap: anywhere; } .hash { min-width: 0; } td.w { min-width: 0; }
  th, th.n { white-space: normal; }
  thead { display: table-header-group; } tr, .verdict, .sign { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
}
"""


def page(title: str, body: str, language: str = "en", style: str = "") -> str:
    """A whole page; ``style`` is added to the house style."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
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
    """A table; a head that begins with # stands over numbers, ``wide`` columns are not squeezed; cells are HTML, heads are text."""
    classes = ["n" if h.startswith("#") else "w" if i in wide else "" for i, h in enumerate(head)]
    cell = lambda kind, c, text: f'<{kind} class="{c}">{text}</{kind}>' if c else f"<{kind}>{text}</{kind}>"  # noqa: E731
    top = "".join(cell("th", c, escape(h.removeprefix("#"))) for h, c in zip(head, classes))
    body = "\n".join("<tr>" + "".join(cell("td", c, text) for text, c in zip(row, classes)) + "</tr>" for row in cells)
    return (
        f'<div class="wide"><table class="{kind}"><thead><tr>{top}</tr></thead><tbody>\n{body}\n</tbody></table></div>'
    )
