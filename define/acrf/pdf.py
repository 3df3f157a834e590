"""acrf.pdf: the case record form as crf.yaml tells it, drawn, with real annotations.

PDF 1.7, the font embedded; no archival standard is declared.  The same plan gives the same bytes.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from onespec.define.acrf.bookmarks import bookmark, visit_bookmarks
from onespec.define.acrf.drawn import OCCASIONS
from onespec.define.acrf.freetext import add_free_text, n
from onespec.define.acrf.layout import CONTENTS, FORMS, HIGH, VISITS, WIDE, Layout, Page, in_one, layout, words
from onespec.define.acrf.letters import Letters
from onespec.engine.paper.own import CREATOR
from onespec.engine.plan.references import Plan

if TYPE_CHECKING:
    import pikepdf


def acrf_pdf(plan: Plan) -> bytes:
    """The annotated CRF of a study, drawn by us."""
    return drawn_pdf(plan)[0]


def drawn_pdf(plan: Plan) -> tuple[bytes, str]:
    """The annotated CRF, and the characters that its font lacks."""
    import pikepdf

    laid = layout(plan)
    letters = Letters("".join(_texts(laid)))
    with pikepdf.new() as pdf:
        font = letters.font(pdf)
        for page in laid.pages:
            pdf.add_blank_page(page_size=(WIDE, HIGH))
            new = pdf.pages[-1]
            new.obj["/Resources"] = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            new.obj["/Contents"] = pdf.make_stream(_content(page, letters))
        for page, new in zip(laid.pages, pdf.pages, strict=True):
            _links(pdf, page, new)
            add_free_text(pdf, new, page.boxes, letters, font)
        _bookmarks(pdf, laid)
        describe(pdf, f"{plan.study.name}: Annotated Case Report Form", plan)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, min_version="1.7", compress_streams=True)
        return out.getvalue(), letters.absent


def describe(pdf: pikepdf.Pdf, title: str, plan: Plan) -> None:
    """Title, date, page numbers: the date is that of study.yaml, no clock is read."""
    from pikepdf import Array, Dictionary, Name, String

    stamp = String(f"D:{plan.study.created:%Y%m%d%H%M%S}Z")
    pdf.docinfo = pdf.make_indirect(
        Dictionary(Title=String(title), Creator=String(CREATOR), CreationDate=stamp, ModDate=stamp)
    )
    pdf.Root["/Lang"] = String("en")
    pdf.Root["/ViewerPreferences"] = Dictionary(DisplayDocTitle=True)
    pdf.Root["/PageMode"] = Name.UseOutlines
    pdf.Root["/PageLabels"] = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


def _texts(laid: Layout) -> list[str]:
    return [t.text for page in laid.pages for t in page.texts] + [b.text for page in laid.pages for b in page.boxes]


def _content(page: Page, letters: Letters) -> bytes:
    """What is drawn on a page."""
    out = [b"0.5 w 0.55 G"]
    for square in page.squares:
        y = HIGH - square.y - square.high
        if square.high:
            out.append(f"0.2 G {n(square.x)} {n(y)} {n(square.wide)} {n(square.high)} re S 0.55 G".encode())
        else:
            out.append(f"{n(square.x)} {n(y)} m {n(square.x + square.wide)} {n(y)} l S".encode())
    out.append(b"BT")
    for text in page.texts:
        ink = "0.35 g 0 Tr" if text.grey else "0 g 0 G 0.3 w 2 Tr" if text.heavy else "0 g 0 Tr"
        place = f"{ink} /F {n(text.size)} Tf 1 0 0 1 {n(text.x)} {n(HIGH - text.y)} Tm "
        out.append(place.encode() + letters.shown(text.text) + b" Tj")
    return b"\n".join([*out, b"ET"])


def _links(pdf: pikepdf.Pdf, page: Page, new: pikepdf.Page) -> None:
    from pikepdf import Array, Dictionary, Name

    for link in page.links:
        rect = [round(v) for v in (link.x, HIGH - link.y - link.high, link.x + link.wide, HIGH - link.y)]
        target = Array([pdf.pages[link.page - 1].obj, Name.Fit])
        each = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array(rect), Border=Array([0, 0, 0]), F=4, Dest=target
        )
        if "/Annots" not in new.obj:
            new.obj["/Annots"] = Array()
        new.obj["/Annots"].append(pdf.make_indirect(each))


def _bookmarks(pdf: pikepdf.Pdf, laid: Layout) -> None:
    """By form, by the occasion at which a form is filled in, and by visit, of the forms that say theirs."""
    from pikepdf import OutlineItem

    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem(in_one(words(CONTENTS, laid.chinese)), 0))
        outline.root.append(bookmark(in_one(words(FORMS, laid.chinese)), laid.forms))
        for occasion, said in OCCASIONS.items():
            of = tuple((form, page) for form, page in laid.forms if form.occasion == occasion)
            outline.root += [bookmark(in_one(words(said, laid.chinese)), of)] if of else []
        outline.root += visit_bookmarks(in_one(words(VISITS, laid.chinese)), laid.visits)
