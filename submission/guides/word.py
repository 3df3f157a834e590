"""A guide as DOCX, which people edit: the same headings, paragraphs, tables and places; the same bytes twice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from onespec.define.print.setting import profiles
from onespec.engine.visible import visible
from onespec.submission.guides.cover import Cover
from onespec.submission.guides.fill import Boxes, Filled, Heading, Paragraph, Place, Table
from onespec.submission.guides.outline import words

_LATIN, _EAST = "Times New Roman", "SimSun"  # named, not shipped: NMPA asks for a Song face
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a zip
_MARK, _INK = "FDF0D5", "1B3F7F"


def guide_docx(cover: Cover, content: Iterable[Filled], created: datetime, profile: str) -> bytes:
    """The guide as a document of Word."""
    return _Word(cover, profiles()[profile]).made(list(content), created)


class _Word:
    def __init__(self, cover: Cover, style: dict[str, Any]):
        import docx

        self.cover, self.style = cover, style
        self.document = docx.Document()

    def made(self, content: list[Filled], created: datetime) -> bytes:
        self._page()
        self._front(content)
        for each in content:
            self._put(each)
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = self.cover.title, "onespec", self.cover.language
        properties.created = properties.modified = created
        properties.last_modified_by = properties.comments = ""
        properties.revision = 1
        file = io.BytesIO()
        self.document.save(file)
        return _dated(file.getvalue())

    # -- the page ------------------------------------------------------------------------------------

    def _page(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt, RGBColor

        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for side in ("left", "right", "top", "bottom"):
            setattr(section, f"{side}_margin", Mm(self.style[side]))
        sizes = {"Normal": self.style["text"], "Title": self.style["title"] + 4}
        sizes |= {f"Heading {n + 1}": size for n, size in enumerate(self.style["headings"])}
        for name, size in sizes.items():
            style = self.document.styles[name]
            style.font.name, style.font.size = _LATIN, Pt(size)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for which in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{which}"), None)
            fonts.set(qn("w:eastAsia"), _EAST)
            if name != "Normal":
                style.font.color.rgb = RGBColor.from_string(_INK)
        head = section.header.paragraphs[0]
        self._run(head, f"{self.cover.study}\t\t{self.cover.title}", self.style["running"])
        foot = section.footer.paragraphs[0]
        self._run(foot, f"{self.cover.foot}\t\t", self.style["running"])
        self._field(foot, "PAGE")

    def _run(self, paragraph: Any, text: str, size: float = 0, bold: bool = False) -> Any:
        from docx.shared import Pt

        run = paragraph.add_run(visible(text, lines=True))
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)
        return run

    def _field(self, paragraph: Any, code: str) -> None:
        """A field that Word fills: the number of the page."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        run = self._run(paragraph, "", self.style["running"])
        for kind in ("begin", code, "separate", "1", "end"):
            if kind in ("begin", "separate", "end"):
                part = OxmlElement("w:fldChar")
                part.set(qn("w:fldCharType"), kind)
            else:
                part = OxmlElement("w:instrText" if kind == code else "w:t")
                part.text = kind
            run._r.append(part)

    def _front(self, content: list[Filled]) -> None:
        """Title and contents; Word has its own numbers of pages, so that the contents name sections."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        self.document.add_paragraph(self.cover.title, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
        for line in self.cover.about:
            self.document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._run(self.document.add_paragraph(), words()["contents"][self.cover.language], bold=True)
        for heading in (each for each in content if isinstance(each, Heading) and each.level < 3):
            line = self.document.add_paragraph(visible(heading.text))
            line.paragraph_format.left_indent = Pt(14 * (heading.level - 1))
            line.paragraph_format.space_after = Pt(1)
        self.document.add_page_break()

    # -- the content ---------------------------------------------------------------------------------

    def _put(self, each: Filled) -> None:
        match each:
            case Heading(level):
                self.document.add_heading(visible(each.text), min(level, 4))
            case Paragraph(text):
                self._run(self.document.add_paragraph(), text)
            case Boxes(texts):
                between = [part for text in texts for part in ("\u2192", text)][1:]
                self._table((), tuple(6 if part == "\u2192" else 30 for part in between), (tuple(between),))
            case Table(head, widths, rows):
                self._table(head, widths, rows)
            case Place(id, question=question):
                mark = f"[{words()['open'][self.cover.language]}: {id}]"
                cell = self._table((), (100,), (("",),)).cell(0, 0)
                self._run(cell.paragraphs[0], f"{mark} ", bold=True)
                self._run(cell.paragraphs[0], question)
                _shaded(cell, _MARK)

    def _table(self, head: tuple[str, ...], widths: tuple[int, ...], rows: tuple[tuple[str, ...], ...]) -> Any:
        from docx.shared import Mm

        room = 210 - self.style["left"] - self.style["right"]
        table = self.document.add_table(len(rows) + bool(head), len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(room * width / sum(widths))
        size = self.style["table"]
        for line, row in zip(table.rows, (*([head] if head else []), *rows), strict=True):
            for cell, width, text in zip(line.cells, widths, row, strict=True):
                cell.width = Mm(room * width / sum(widths))
                self._run(cell.paragraphs[0], text, size, bold=bool(head) and row is head)
        if head:
            _repeated(table.rows[0])
        self.document.add_paragraph()
        return table


def _shaded(cell: Any, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _repeated(row: Any) -> None:
    """The head of a table stands on each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _dated(content: bytes) -> bytes:
    """The same files in a zip, all of one date."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            written.writestr(info, read.read(name))
    return out.getvalue()
