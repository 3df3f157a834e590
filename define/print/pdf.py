"""define.pdf: what a define.xml says as pages, by typst; declared PDF/A-2b, with bookmarks and links."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from onespec.define.print.datasets import dataset_blocks
from onespec.define.print.links import Links
from onespec.define.print.lists import (
    codelist_blocks,
    comment_blocks,
    dictionary_blocks,
    document_blocks,
    method_blocks,
    standard_blocks,
    unplaced_blocks,
)
from onespec.define.print.places import Places
from onespec.define.print.results import result_blocks
from onespec.define.print.setting import Block, Setting, running, whole
from onespec.engine.metadata.model import Metadata
from onespec.engine.paper.fonts import unset
from onespec.engine.paper.templates import file_of
from onespec.engine.paper.typeset import typeset
from onespec.engine.visible import visible


def define_pdf(metadata: Metadata, language: str, created: datetime, profile: str = "") -> bytes:
    """The pages of a define.xml in a language ("en", "zh"): words of the pages, and of texts that have it.

    created  the date that the file bears, without a zone: that of define.xml, not of a clock
    profile  how a page looks: a key of profiles.yaml, "" for that of the house

    The same model gives the same bytes. A character that no face of the fonts has stands as [U+1F600]; `unprintable`
    tells which ones do.
    """
    setting = Setting(language, profile)
    links = Links((setting["page"], setting["pages_end"]))
    facts = _facts(Places(metadata, setting, links), created)
    template = file_of(__package__ or "", "define.typ")
    data = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
    return links.put_into(typeset(template, created, {"document.json": data}))


def unprintable(metadata: Metadata) -> str:
    """The characters that no face of the fonts has, of all that a define.xml says."""
    return unset(visible("".join(_texts(vars(metadata))), lines=True))


def _texts(value: Any) -> Iterator[str]:
    """The texts in a model, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif hasattr(value, "__dict__"):
        yield from _texts(vars(value))


def _facts(places: Places, created: datetime) -> dict[str, Any]:
    """All that define.typ sets."""
    metadata, setting = places.metadata, places.setting
    study = metadata.study_name or metadata.protocol or metadata.study_oid
    standards = ", ".join(f"{s.name} {s.version}".strip() for s in metadata.standards if s.type != "CT")
    written = metadata.attributes.get("CreationDateTime", "")
    return {
        "language": setting.language,
        "style": setting.style,
        "title": whole(f"{study}: {setting['title']}"),
        "description": whole(metadata.study_description or metadata.description),
        "date": [created.year, created.month, created.day],
        "head": [running(" · ".join(filter(None, (study, standards)))), setting["title"]],
        "foot": running(f"{setting['written']} {written}" if written else "define.xml"),
        "contents": setting["contents"],
        "blocks": list(_blocks(places)),
    }


def _blocks(places: Places) -> Iterator[Block]:
    setting, metadata = places.setting, places.metadata
    written = metadata.attributes
    yield setting.heading(1, setting["study"], "file", listed=True, fresh=True)
    comment = places.comments.get(metadata.comment)
    said = f": {places.said(comment.said)}" if comment else ""
    yield setting.listed(
        [
            (setting["study"], [[metadata.study_name]]),
            (setting["protocol"], [[metadata.protocol]]),
            (setting["description"], [[metadata.study_description], [metadata.description]]),
            (setting["version"], [[metadata.version]]),
            (setting["written"], [[written.get("CreationDateTime", "")]]),
            (setting["made_by"], [[f"{written.get('SourceSystem', '')} {written.get('SourceSystemVersion', '')}"]]),
            (setting["file"], [[written.get("FileOID", "")]]),
            (
                setting["comment"],
                [[places.to("comment", metadata.comment, setting["comment"]), said]] if metadata.comment else [],
            ),
        ]
    )
    yield from standard_blocks(places)
    yield from result_blocks(places)
    yield from dataset_blocks(places)
    yield from codelist_blocks(places)
    yield from dictionary_blocks(places)
    yield from method_blocks(places)
    yield from comment_blocks(places)
    yield from document_blocks(places)
    yield from unplaced_blocks(places)
