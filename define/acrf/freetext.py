"""Annotations of a PDF: FreeText with an appearance of its own, so that every reader shows the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onespec.define.acrf.layout import Box
from onespec.define.acrf.letters import Letters
from onespec.engine.paper.own import CREATOR

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf


def n(value: float) -> str:
    """A number of a PDF: at most two decimals.

    >>> n(12.0), n(0.5)
    ('12', '0.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def add_free_text(pdf: Pdf, page: Page, boxes: list[Box], letters: Letters, font: Object) -> None:
    """The boxes as annotations of a page: found by a search, listed by a reader, moved by a hand."""
    from pikepdf import Array, Dictionary, Name, String

    box = page.mediabox
    top = float(box[3])
    out = page.obj.get("/Annots") or Array()
    for number, each in enumerate(boxes, 1):
        rect = Array([_of(v) for v in (each.x, top - each.y - each.high, each.x + each.wide, top - each.y)])
        look = pdf.make_stream(
            appearance(each, letters),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, _of(each.wide), _of(each.high)]),
            Resources=Dictionary(Font=Dictionary(F=font)),
        )
        out.append(
            pdf.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.FreeText,
                    Rect=rect,
                    Contents=String(each.text),
                    T=String(CREATOR),
                    Subj=String(each.subject),
                    NM=String(f"{page.index + 1}-{number}"),
                    F=4,  # printed with the page
                    DA=String(f"/Helv {n(each.size)} Tf 0 g"),
                    C=Array([_of(v) for v in each.colour]),
                    BS=Dictionary(W=_of(0.5), S=Name.S),
                    AP=Dictionary(N=look),
                    P=page.obj,
                )
            )
        )
    page.obj["/Annots"] = out


def _of(value: float) -> object:
    from decimal import Decimal

    return Decimal(n(value))


def appearance(box: Box, letters: Letters) -> bytes:
    """The drawing of a box: ground, border, lines; black."""
    red, green, blue = (n(v) for v in box.colour)
    said = [
        f"q {red} {green} {blue} rg 0 0 0 RG 0.5 w".encode(),
        f"0.25 0.25 {n(box.wide - 0.5)} {n(box.high - 0.5)} re B".encode(),
        f"BT 0 g /F {n(box.size)} Tf".encode(),
    ]
    for at, line in enumerate(box.lines):
        y = box.high - 1.5 - box.size * (0.95 + 1.2 * at)
        said.append(f"1 0 0 1 3 {n(y)} Tm ".encode() + letters.shown(line) + b" Tj")
    return b"\n".join([*said, b"ET Q"])
