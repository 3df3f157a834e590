"""Links from the pages to other files: a PDF is opened by the reader itself, at its page (GoToR, ISO 32000-1 12.6.4.3).

typst writes an address for each link and knows no GoToR; so a link to a PDF is set with an address of its own kind,
and one pass over the finished pages puts the action in its place.
"""

from __future__ import annotations

import io
import re

CREATOR = "onespec"
_OWN = "onespec-page:"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_PDF = ".pdf"


class Remote:
    """The places in other files that pages lead to."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], int] = {}

    def address(self, href: str, page: str = "") -> str:
        """The address of a link to a file as define.xml names it, or "" where it must not become one.

        href  relative to define.xml, with ``/``; http and https lead anywhere, other schemes and absolute paths nowhere
        page  its number from 1, or the name of a destination; "" for the first page
        """
        if href.lower().startswith(("http://", "https://")):
            return href
        if not href or _SCHEME.match(href) or href.startswith(("/", "\\", "#")) or not href.isprintable():
            return ""
        if not href.lower().endswith(_PDF):
            return href
        return f"{_OWN}{self._places.setdefault((href, page), len(self._places))}"

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
                        annotation.A = _go_to(*places[int(uri.removeprefix(_OWN))])
            with opened.open_metadata(set_pikepdf_as_editor=False) as said:
                said["xmp:CreatorTool"] = CREATOR  # which the document's information says, too
            opened.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _go_to(href: str, page: str):  # -> pikepdf.Dictionary
    from pikepdf import Array, Dictionary, Name, String

    numbered = page.isdecimal() or not page
    number = max(0, int(page) - 1) if page.isdecimal() else 0
    where = Array([number, Name.Fit]) if numbered else String(page)
    file = Dictionary(Type=Name.Filespec, F=String(href), UF=String(href))
    return Dictionary(Type=Name.Action, S=Name.GoToR, F=file, D=where, NewWindow=True)
