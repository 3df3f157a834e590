"""The words of a blank CRF, with where they stand on its pages."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Page

MOST_PAGES = 2_000
_TICK = (3.0, 20.0)  # points: how wide and high a box or picture to be ticked is
Rectangle = tuple[float, float, float, float]  # left, top, right, bottom


class NotBlank(ValueError):
    """The file cannot be annotated; the message says why, in words for the user."""


@dataclass(frozen=True)
class Line:
    """A line of text: points from the left and from the top of its page."""

    x: float
    y: float
    wide: float
    high: float
    text: str

    @property
    def key(self) -> str:
        return key_of(self.text)


@dataclass(frozen=True)
class Sheet:
    """A page of the CRF: its size in points, and its lines from the top.

    seen   the part of it that readers show (CropBox)
    taken  what stands on it already beside words: entry fields, notes, tick boxes
    """

    wide: float
    high: float
    lines: tuple[Line, ...]
    seen: Rectangle
    taken: tuple[Rectangle, ...]


def key_of(text: str) -> str:
    """What two ways of writing the same words have alike: letters and digits, in lower case.

    >>> key_of("Date of  birth: ____")
    'dateofbirth'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def sheets(blank: bytes) -> tuple[Sheet, ...]:
    """The pages of a PDF; raises `NotBlank` for one that is encrypted, damaged, scanned, turned or far too long."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(blank)) as opened:
            if opened.is_encrypted:
                raise NotBlank("The CRF is encrypted; have it saved without protection.")
            if len(opened.pages) > MOST_PAGES:
                raise NotBlank(f"The CRF has {len(opened.pages):,} pages, more than {MOST_PAGES:,}.")
            whole = io.BytesIO()
            opened.save(whole)  # mended as far as it can be
            turned = [n for n, page in enumerate(opened.pages, 1) if int(page.obj.get("/Rotate", 0)) % 360]
            frames = [_frame(page) for page in opened.pages]
    except pikepdf.PasswordError:
        raise NotBlank("The CRF is encrypted; have it saved without protection.") from None
    except pikepdf.PdfError as error:
        raise NotBlank(f"The CRF is no PDF that can be read: {str(error).partition(chr(10))[0]}.") from None
    except (ValueError, TypeError, RuntimeError) as error:  # a value of another kind where a number or a page belongs
        raise error if isinstance(error, NotBlank) else NotBlank(f"The CRF is damaged: {error}.") from None
    if turned:
        raise NotBlank(f"Page {turned[0]} of the CRF is turned by /Rotate; have its pages saved upright.")
    out = tuple(_read(whole.getvalue(), frames))
    if not any(sheet.lines for sheet in out):
        raise NotBlank(
            "The CRF has no text: it is scanned. Have it made from the CRF's own file, or its text recognised."
        )
    return out


def _frame(page: Page) -> tuple[Rectangle, tuple[Rectangle, ...]]:
    """What is seen of a page, and what stands on it that is no text of its own."""
    left, _, _, top = map(float, page.mediabox)

    def of(box: Any) -> Rectangle:
        a, b, c, d = map(float, box)
        return min(a, c) - left, top - max(b, d), max(a, c) - left, top - min(b, d)

    notes = [note for note in page.obj.get("/Annots", ()) if "/Rect" in note and note.get("/Subtype") != "/Link"]
    return of(page.cropbox), tuple(of(note["/Rect"]) for note in notes)


def _read(blank: bytes, frames: list[tuple[Rectangle, tuple[Rectangle, ...]]]) -> Iterator[Sheet]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    try:
        pages = extract_pages(io.BytesIO(blank), laparams=LAParams(all_texts=True))  # words within forms (XObject), too
        for page, frame in zip(pages, frames, strict=True):
            lines = sorted(_lines(page, page.height), key=lambda line: (round(line.y), line.x))
            seen, notes = frame
            yield Sheet(page.width, page.height, tuple(lines), seen, (*notes, *_ticks(page, page.height)))
    except (PDFException, PSException, ValueError, KeyError, TypeError) as error:
        raise NotBlank(f"The text of the CRF cannot be read: {error}.") from None


def _lines(element: Any, height: float) -> Iterator[Line]:
    from pdfminer.layout import LTContainer, LTTextLine

    if isinstance(element, LTTextLine):
        x0, y0, x1, y1 = element.bbox
        text = element.get_text().strip()
        if text:
            yield Line(x0, height - y1, x1 - x0, y1 - y0, text)
    elif isinstance(element, LTContainer):
        for each in element:
            yield from _lines(each, height)


def _ticks(element: Any, height: float) -> Iterator[Rectangle]:
    """Small drawn squares, circles and pictures: what is ticked stays free."""
    from pdfminer.layout import LTContainer, LTCurve, LTImage

    if isinstance(element, (LTCurve, LTImage)):
        x0, y0, x1, y1 = element.bbox
        if all(_TICK[0] <= size <= _TICK[1] for size in (x1 - x0, y1 - y0)):
            yield x0, height - y1, x1, height - y0
    elif isinstance(element, LTContainer):
        for each in element:
            yield from _ticks(each, height)
