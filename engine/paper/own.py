"""Documents of this program among other PDF files: they name it as their creator."""

from __future__ import annotations

from pathlib import Path

CREATOR = "onespec"


def is_own_pdf(file: Path) -> bool:
    """Does a PDF file name this program as its creator?  One that cannot be read does not."""
    import pikepdf

    try:
        with pikepdf.open(file) as opened:
            return str(opened.docinfo.get("/Creator", "")) == CREATOR
    except pikepdf.PdfError:
        return False
