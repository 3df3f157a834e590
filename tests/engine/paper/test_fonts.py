"""Which characters the faces of documents have."""

from __future__ import annotations

from datetime import datetime

from onespec.engine.paper import fonts
from onespec.engine.paper.fonts import _typst_has, unset
from onespec.engine.paper.typeset import FACES, quoted, typeset


def test_what_no_face_has():
    assert unset("Aé µ≥α 中\u3000文⁹") == ""
    assert unset("a\U0001f600\u0e01b\U0001f600") == "\u0e01\U0001f600"


def test_without_the_chinese_font_only_the_faces_of_typst(monkeypatch):
    monkeypatch.setattr(fonts, "chinese_fonts", lambda: ({}, ()))
    assert unset("é中") == "中"


def test_typst_has_what_is_said_of_it():
    """PDF/A holds no glyph that is none: typst refuses a text with one."""
    known = quoted("".join(map(chr, sorted(_typst_has()))))
    faces = ", ".join(map(quoted, FACES[:2]))
    said = f"#set text(font: ({faces}), fallback: false)\n#{known}\n#strong({known})\n"
    created = datetime(2026, 1, 31)
    assert typeset(f"#set document(date: datetime(year: 2026, month: 1, day: 31))\n{said}", created)
