"""Tables and listings as RTF, a file each, as a study report takes them in; figures are files of their own.

rtflite writes them.  It knows no font of Chinese letters and leaves braces and backslashes as they are: both are mended
here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from onespec.results.report.html import Heading, frame_words
from onespec.results.report.sheets import Block, Sheet

WIDE = 6  # columns from which a page lies across
LINES = 100_000  # rtflite turns no page: who reads the file does, and heads are repeated there
SMALL, INDENT = 9, 200  # points; twentieths of a point
CHINESE_FONT = r"{\f10\fnil\fcharset134\fprq2 SimSun;}"
_PAGE = r"\chpgn / {\field{\*\fldinst NUMPAGES }}"
_HEAD = re.compile(r"\\trowd(?=[^\n]*\n(?:[^\n]*\\clvertalb))")  # a head's cells stand at the bottom
_LETTER = re.compile(r"(?:\\uc1\\u-?\d+\*)+")
_CODE = re.compile(r"\\u(-?\d+)\*")
_FIRST_CHINESE = 0x2E80  # radicals; before it stand the scripts and signs that Times New Roman has


def report_rtf(heading: Heading, sheets: Sequence[Sheet], language: str) -> dict[str, bytes]:
    """The tables and listings in a language by file name; the same inputs give the same bytes."""
    return {
        f"{sheet.name}-{language}.rtf": with_chinese_font(_document(heading, sheet, language)).encode("ascii")
        for sheet in sheets
        if _tables(sheet)
    }


def with_chinese_font(rtf: str) -> str:
    """RTF with its Chinese letters in SimSun, which the table of fonts names then.

    >>> with_chinese_font(r"{\\fonttbl{\\f0 Times;}\\n}{\\f0 a \\uc1\\u24180*}").splitlines()[-1]
    '}{\\\\f0 a {\\\\f10 \\\\uc1\\\\u24180*}}'
    """
    found = _LETTER.sub(lambda match: _in_font(match[0]), rtf)
    return found.replace("\n}", f"\n{CHINESE_FONT}\n}}", 1) if found != rtf else rtf


def in_ascii(rtf: str) -> str:
    """RTF of which each letter is ASCII: rtflite gives codes to letters beyond 255 only."""
    return re.sub(r"[^\x00-\x7f]", lambda match: f"\\uc1\\u{ord(match[0])}*", rtf)


def _in_font(letters: str) -> str:
    """A run of letters, in SimSun where any is Chinese; RTF has codes beyond 32767 less 65536."""
    chinese = any(int(code) % 65536 >= _FIRST_CHINESE for code in _CODE.findall(letters))
    return f"{{\\f10 {letters}}}" if chinese else letters


def escaped(text: str) -> str:
    """A text of which nothing is a command of RTF; its lines stay lines."""
    return re.sub(r"([\\{}])", r"\\\1", text).replace("\n", "\\line ")


def _tables(sheet: Sheet) -> list[Block]:
    return [block for block in sheet.blocks if block.picture is None]


def _document(heading: Heading, sheet: Sheet, language: str) -> str:
    """One display: title, population, its tables one below the other, footnotes; the notice on every page."""
    import polars as pl
    import rtflite

    rtf: Any = rtflite  # its types do not know what its own validators take
    words = {key: said[language] for key, said in frame_words().items()}
    blocks = _tables(sheet)
    across = "landscape" if max(len(block.columns) for block in blocks) >= WIDE else "portrait"
    title = f"{sheet.heading[language]}  {sheet.title[language]}"
    population = f"{words['population']}: {sheet.population[language]} (N={sheet.size})"
    cut = f"{words['cut']} {heading.cut}  {heading.versions}  " if heading.cut else f"{heading.versions}  "
    said: dict[str, Any] = {"text_convert": False, "text_font_size": SMALL}
    side = "l" if sheet.kind == "listing" else "c"
    frames, heads, bodies = [], [], []
    for block in blocks:
        widths = [1 if sheet.kind == "listing" else 3, *[1] * len(block.columns)]
        just = ["l", *[side] * len(block.columns)]
        shown: dict[str, Any] = {"col_rel_width": widths, "border_left": "", "border_right": "", **said}
        frames.append(pl.DataFrame(_rows(block, language), schema=[f"c{n}" for n in range(len(widths))], orient="row"))
        names = [escaped(each[language]) for each in (block.corner, *block.columns)]
        heads.append([rtf.RTFColumnHeader(text=names, text_justification=just, text_format="b", **shown)])
        count = len(block.columns)
        bodies.append(
            rtf.RTFBody(
                text_justification=[just] * len(block.lines),
                text_indent_left=[[INDENT * line.indent, *[0] * count] for line in block.lines],
                text_format=[["b" if line.head else "", *[""] * count] for line in block.lines],
                border_top="",
                border_bottom="",
                **shown,
            )
        )
    notes = [escaped(note[language]) for note in sheet.footnotes]
    one = len(blocks) == 1
    given: dict[str, Any] = {
        "df": frames[0] if one else frames,
        "rtf_page": rtf.RTFPage(orientation=across, nrow=LINES, **_paper(across)),
        "rtf_page_header": rtf.RTFPageHeader(text=[escaped(f"{heading.name}  {heading.notice[language]}")], **said),
        "rtf_page_footer": rtf.RTFPageFooter(text=[escaped(cut) + _PAGE], **said),
        "rtf_title": rtf.RTFTitle(text=[escaped(title), escaped(population)], **said | {"text_font_size": 11}),
        "rtf_column_header": heads[0] if one else heads,
        "rtf_body": bodies[0] if one else bodies,
        "rtf_footnote": rtf.RTFFootnote(text=notes, as_table=False, **said) if notes else None,
    }
    return in_ascii(_HEAD.sub(r"\\trowd\\trhdr\\trkeep", rtf.RTFDocument(**given).rtf_encode()))


def _paper(across: str) -> dict[str, Any]:
    """A4, in inches."""
    width, height = (8.27, 11.69) if across == "portrait" else (11.69, 8.27)
    return {"width": width, "height": height, "col_width": width - 1.6, "margin": [0.8, 0.8, 1.0, 0.9, 0.5, 0.5]}


def _rows(block: Block, language: str) -> list[list[str]]:
    count = len(block.columns)
    return [
        [escaped(line.label[language]), *([escaped(cell.text) for cell in line.cells] or [""] * count)]
        for line in block.lines
    ]
