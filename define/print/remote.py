"""Links from the pages to other files: a PDF is opened by the reader itself, at its page (GoToR, ISO 32000-1 12.6.4.3).

typst writes an address for each link and knows no GoToR; so a link to a PDF is set with an address of its own kind,
and one pass over the finished pages puts the action in its place.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from onespec.engine.paper.own import CREATOR

if TYPE_CHECKING:
    from pikepdf import Dictionary

_OWN = "onespec-page:"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_PDF = ".pdf"
_MOST = 99_999  # pages


class Remote:
    """The places in other files that pages lead to."""

    def __init__(self) -> None:
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
        return f"{_OWN}{self._places.setdefault((file, page), len(self._places))}"

    def put_into(self, pdf: bytes) -> bytes:
        """The pages with GoToR actions, packed, and with the name of this program as their creator.

        Marks of PDF/A stay, and the same pages give the same bytes.
        """
        import pikepdf

        places, out = list(self._places), io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            for page in opened.pages:
                for annotation in page.get("/Annots", ()):
                    action = annotation.get("/A", {})
                    uri = str(action.get("/URI", ""))
                    if uri.startswith(_OWN):
                        file, where = places[int(uri.removeprefix(_OWN))]
                        annotation.A = _go_to(file, where)
                        annotation.Contents = pikepdf.String(f"{file}, {where}")  # said by a screen reader
            with opened.open_metadata(set_pikepdf_as_editor=False) as said:
                said["xmp:CreatorTool"] = CREATOR  # which the document's information says, too
            opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _go_to(href: str, page: int | str) -> Dictionary:
    from pikepdf import Array, Dictionary, Name, String

    where = Array([page - 1, Name.Fit]) if isinstance(page, int) else String(page)
    file = Dictionary(Type=Name.Filespec, F=String(href), UF=String(href))
    return Dictionary(Type=Name.Action, S=Name.GoToR, F=file, D=where, NewWindow=True)
