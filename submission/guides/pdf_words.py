"""The words of a PDF, for the search."""

from __future__ import annotations

import io


def pdf_text(content: bytes) -> str:
    """The words of a PDF, a line each."""
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(content))
