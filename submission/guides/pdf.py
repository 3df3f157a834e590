"""A guide as PDF, by typst: declared PDF/A-2b, with bookmarks, the same bytes twice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from onespec.define.print.setting import Block, Row, Setting, plain, running, whole
from onespec.engine.paper.templates import file_of
from onespec.engine.paper.typeset import typeset
from onespec.submission.guides.cover import Cover
from onespec.submission.guides.fill import Boxes, Filled, Heading, Paragraph, Place, Table
from onespec.submission.guides.outline import words

UPRIGHT = 595.28  # points of an A4 page that stands


def guide_pdf(cover: Cover, content: Iterable[Filled], created: datetime, profile: str) -> bytes:
    """The pages of a guide; ``profile``: how a page looks, a key of define/print/profiles.yaml."""
    setting = Setting(cover.language, profile, UPRIGHT)
    facts = {
        "language": cover.language,
        "style": setting.style,
        "title": whole(cover.title),
        "about": [whole(line) for line in cover.about],
        "date": [created.year, created.month, created.day],
        "head": [running(cover.study), running(cover.title)],
        "foot": running(cover.foot),
        "contents": words()["contents"][cover.language],
        "blocks": list(_blocks(content, setting)),
    }
    data = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    return typeset(file_of(__package__ or "", "guide.typ"), created, {"document.json": data})


def _blocks(content: Iterable[Filled], setting: Setting) -> Iterator[Block]:
    for each in content:
        yield _block(each, setting)


def _block(each: Filled, setting: Setting) -> dict[str, Any]:
    match each:
        case Heading(level):
            return setting.heading(level, each.text)
        case Paragraph(text):
            return setting.said([[text]])
        case Boxes(texts):
            return {"kind": "boxes", "texts": [plain(text) for text in texts]}
        case Table(head, widths, rows):
            made = (Row("", [[[cell]] for cell in row]) for row in rows)
            return setting.table([plain(each) for each in head], widths, made)
        case Place(id, question=question):
            mark = f"[{words()['open'][setting.language]}: {id}]"
            return {**setting.said([[question]]), "kind": "place", "mark": plain(mark)}
