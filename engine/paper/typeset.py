"""Setting a document as PDF by typst: declared PDF/A-2b, the fonts of the house alone, the same bytes twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from onespec.engine.paper.fonts import SERIF, chinese_fonts

FACES = ("Libertinus Serif", "DejaVu Sans Mono", SERIF)  # the first two come with typst


def typeset(source: str, created: datetime, files: Mapping[str, bytes] | None = None) -> bytes:
    """The PDF of a source in typst's language.

    created  the date that it bears: that of study.yaml, not of a clock
    files    what the source names by file name: pictures, data
    """
    import typst

    fonts, _ = chinese_fonts()
    with TemporaryDirectory(prefix="onespec-paper-") as place:
        for name, content in (files or {}).items():
            (Path(place) / name).write_bytes(content)
        document = Path(place) / "document.typ"
        document.write_text(source, encoding="utf-8")
        return typst.compile(
            str(document),
            root=place,
            font_paths=sorted({str(path.parent) for path in fonts.values()}),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="a-2b",
            timestamp=int((created - datetime(1970, 1, 1)).total_seconds()),
        )


def quoted(text: str) -> str:
    """A string of typst: quotes and backslashes escaped, nothing in it is markup."""
    return json.dumps(text, ensure_ascii=False)
