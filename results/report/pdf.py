"""The report as PDF, by typst: a page or more a display, contents, links, the notice on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from onespec.engine.paper.fonts import SERIF_FILE, chinese_fonts, lacking
from onespec.engine.paper.typeset import FACES, quoted, typeset
from onespec.results.report.html import Heading, frame_words
from onespec.results.report.sheets import Block, Sheet

WIDE = 6  # columns from which a page lies across

_HEAD = """\
#set document(title: {title}, date: datetime(year: {year}, month: {month}, day: {day}))
#set text(font: ({font}), size: 10pt, lang: "{lang}", fallback: false, top-edge: 0.85em, bottom-edge: -0.22em)
#let small(it) = text(size: 8.5pt, fill: luma(80), it)
#set page(paper: "a4", margin: (x: 18mm, top: 24mm, bottom: 20mm),
  header: context [#small({study}) #h(1fr) #small({notice}) #line(length: 100%, stroke: 0.4pt)],
  footer: context [#small({cut}) #h(1fr) #counter(page).display("1 / 1", both: true)])
#set table(stroke: none, inset: (x: 4pt, y: 1.8pt))
#show heading.where(level: 1): it => [#pagebreak(weak: true) #text(size: 15pt, it.body) #v(2mm)]
#show heading.where(level: 2): it => block(below: 2.5mm, above: 5mm, text(size: 11.5pt, it.body))
#align(center)[#v(30mm) #text(size: 20pt, weight: "bold", {title}) #v(4mm) #text(size: 11pt, {description})
  #v(6mm) {versions} #v(8mm) #text(size: 12pt, weight: "bold", {notice})]
#pagebreak()
#outline(title: {contents}, depth: 2)
"""


def report_pdf(heading: Heading, sheets: Sequence[Sheet], language: str, created: datetime) -> bytes:
    """The report in a language, declared PDF/A-2b; the same inputs give the same bytes.

    ``created`` is the date that it bears.  The Chinese edition needs the fonts of `chinese_fonts`.
    """
    pictures: dict[str, bytes] = {}
    source = "".join(_document(heading, sheets, language, created, pictures))
    return typeset(source, created, pictures)


def unprintable(heading: Heading, sheets: Sequence[Sheet]) -> str:
    """The characters beyond ASCII of the report that its fonts lack: each would be left out of the PDF."""
    fonts, _ = chinese_fonts()
    said = [heading.name, heading.description, *vars(heading.notice).values()]
    for sheet in sheets:
        words = [sheet.title, sheet.section, sheet.population, *sheet.footnotes]
        for block in sheet.blocks:
            words += [block.corner, *block.columns, *(line.label for line in block.lines)]
            said += [cell.text for line in block.lines for cell in line.cells]
        said += [text for each in words for text in (each.en, each.zh)]
    beyond = "".join(sorted({c for text in said for c in text if not c.isascii()}))
    return lacking(fonts[SERIF_FILE], beyond) if SERIF_FILE in fonts else beyond


def _document(
    heading: Heading, sheets: Sequence[Sheet], language: str, created: datetime, pictures: dict[str, bytes]
) -> Iterator[str]:
    words = {key: said[language] for key, said in frame_words().items()}
    cut = f"{words['cut']} {heading.cut}" if heading.cut else ""
    yield _HEAD.format(
        title=quoted(f"{heading.name}: {words['report']}"),
        study=_text(heading.name),
        notice=_text(heading.notice[language]),
        description=_text(heading.description),
        versions="#" + _text(f"{words['protocol']} {heading.protocol} · {cut} · {heading.versions}"),
        contents=_text(words["contents"]),
        cut=_text(" · ".join(filter(None, (cut, heading.versions)))),
        font=", ".join(quoted(face) for face in FACES) + ",",
        lang=language,
        year=created.year,
        month=created.month,
        day=created.day,
    )
    section = ""
    for number, sheet in enumerate(sheets):
        if sheet.section[language] != section:
            section = sheet.section[language]
            yield f"#heading(level: 1, {_text(section)})\n"
        elif number:
            yield "#pagebreak(weak: true)\n"
        yield from _sheet(sheet, words, language, pictures)


def _sheet(sheet: Sheet, words: dict[str, str], language: str, pictures: dict[str, bytes]) -> Iterator[str]:
    across = max(len(b.columns) for b in sheet.blocks) >= WIDE
    if across:
        yield "#page(flipped: true)[\n"
    yield f"#heading(level: 2, {_text(f'{sheet.heading[language]}  {sheet.title[language]}')})\n"
    population = f"{words['population']}: {sheet.population[language]} (N={sheet.size})"
    yield f"#small({_text(population)})\n"
    for number, block in enumerate(sheet.blocks):
        if block.picture is not None:
            name = f"{sheet.name}-{number}.svg"
            pictures[name] = block.picture(language).svg
            yield f"#image({quoted(name)}, width: 100%, alt: {quoted(sheet.title[language])})\n"
        else:
            yield _table(block, sheet.kind == "listing", language)
    for note in sheet.footnotes:
        yield f"#par(text(size: 9pt, {_text(note[language])}))\n"
    if across:
        yield "]\n"


def _table(block: Block, listing: bool, language: str) -> str:
    """A table whose head stands again on each page."""
    side = "left" if listing else "right"
    count = len(block.columns)
    widths = ", ".join(["1fr"] * (count + 1)) if listing else ", ".join(["1fr", *["auto"] * count])
    head = [_cell(block.corner[language], bold=True), *(_cell(c[language], bold=True) for c in block.columns)]
    out = [
        f"#table(columns: ({widths},), align: (left, {', '.join([side] * count)},),",
        f"  table.hline(stroke: 0.9pt), table.header({', '.join(head)}), table.hline(stroke: 0.5pt),",
    ]
    for line in block.lines:
        label = f"pad(left: {3 * line.indent}mm, {_cell(line.label[language], bold=line.head)})"
        cells = [_cell(cell.text) for cell in line.cells] or ["[]"] * count
        out.append(f"  {label}, {', '.join(cells)},")
    return "\n".join([*out, "  table.hline(stroke: 0.9pt))"]) + "\n"


def _cell(text: str, bold: bool = False) -> str:
    weight = ', weight: "bold"' if bold else ""
    return f"text(size: 9pt{weight}, {_text(text)})"


def _text(text: str) -> str:
    """Text as typst's code has it: lines stay lines."""
    return quoted(text)
