"""Links of the pages: within them, and to other files (GoTo and GoToR, ISO 32000-1 12.6.4.2 and 12.6.4.3).

typst is asked to set every link as one to an address of its own kind, and one pass over the finished pages puts in its
place what was meant: typst knows no link to a page of another PDF, and setting the links within by itself, where each
waits for the place of what it leads to, takes twice the time and memory.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from onespec.engine.paper.own import CREATOR

if TYPE_CHECKING:
    from pikepdf import Dictionary, Pdf

OTHER = "onespec-page:"  # a place in another PDF, by its number in `Links`
WITHIN = "onespec-to:"  # a place within the pages, by its name
HERE = "onespec-here:"  # what is set with it is a place: its name, "#", and the name of where it leads itself
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_PDF = ".pdf"
_MOST = 99_999  # pages


class Links:
    """The places in other files that pages lead to; ``page``: the word before the number of a page, and after it."""

    def __init__(self, page: tuple[str, str] = ("page ", "")) -> None:
        self._page = page
        self._places: dict[tuple[str, int | str], int] = {}

    def address(self, href: str, page: int | str = 1) -> str:
        """The address of a link to a file as define.xml names it, or "" where it must not become one.

        href  relative to define.xml, with ``/``; http and https lead anywhere, other schemes and absolute paths nowhere
        page  of a PDF: its number from 1, or the name of a destination
        """
        if href.lower().startswith(("http://", "https://")):
            return href
        file = unquote(href)
        if not file or not file.isprintable() or _SCHEME.match(file) or file.startswith(("/", "\\", "#")):
            return ""
        if not file.lower().endswith(_PDF):
            return href
        if not page or (isinstance(page, int) and not 0 < page <= _MOST):
            return ""
        return f"{OTHER}{self._places.setdefault((file, page), len(self._places))}"

    def put_into(self, pdf: bytes) -> bytes:
        """The pages with their links, packed, and with the name of this program as their creator.

        Marks of PDF/A stay, and the same pages give the same bytes.
        """
        import pikepdf

        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            self._link(opened)
            with opened.open_metadata(set_pikepdf_as_editor=False) as said:
                said["xmp:CreatorTool"] = CREATOR  # which the document's information says, too
            opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()

    def _link(self, opened: Pdf) -> None:
        from pikepdf import Array, Name, String

        annotations = list(_own(opened))
        where = _named(opened)
        for number, uri, annotation in annotations:
            if uri.startswith(HERE):
                rect, page = annotation.Rect, opened.pages[number].obj
                place = Array([page, Name.XYZ, rect[0], rect[3], 0])
                where.setdefault(uri.removeprefix(HERE).partition("#")[0], (number, place))
        others = list(self._places)
        before, after = self._page
        for number, uri, annotation in annotations:
            if uri.startswith(OTHER):
                file, page = others[int(uri.removeprefix(OTHER))]
                annotation.A = _go_to(file, page)
                said = f"{file}, {page}"
            else:
                name = uri.removeprefix(WITHIN) if uri.startswith(WITHIN) else uri.partition("#")[2]
                at, place = where.get(name) or (number, Array([opened.pages[number].obj, Name.Fit]))
                del annotation["/A"]
                annotation.Dest = place
                said = f"{before}{at + 1}{after}"
            annotation.Contents = String(said)  # which a screen reader says


def _own(opened: Pdf) -> Iterator[tuple[int, str, Any]]:
    """The links that are still to be put in: the index of the page, the address, the annotation."""
    for number, page in enumerate(opened.pages):
        for annotation in page.get("/Annots", ()):
            uri = str(annotation.get("/A", {}).get("/URI", ""))
            if uri.startswith((OTHER, WITHIN, HERE)):
                yield number, uri, annotation


def _named(opened: Pdf) -> dict[str, tuple[int, Any]]:
    """The places that typst has named, which are headings: the index of the page, and the name."""
    from pikepdf import NameTree, String

    if "/Names" not in opened.Root or "/Dests" not in opened.Root.Names:
        return {}
    numbers: dict[Any, int] = {page.objgen: number for number, page in enumerate(opened.pages)}
    tree = NameTree(opened.Root.Names.Dests)
    places: list[tuple[str, Any]] = list(tree.items())
    return {name: (numbers[place[0].objgen], String(name)) for name, place in places}


def _go_to(href: str, page: int | str) -> Dictionary:
    from pikepdf import Array, Dictionary, Name, String

    where = Array([page - 1, Name.Fit]) if isinstance(page, int) else String(page)
    file = Dictionary(Type=Name.Filespec, F=String(href), UF=String(href))
    return Dictionary(Type=Name.Action, S=Name.GoToR, F=file, D=where, NewWindow=True)
