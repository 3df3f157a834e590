"""The report as one page of HTML that loads nothing."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from onespec.engine.languages import LANGUAGES
from onespec.engine.paper.templates import file_of, rendered
from onespec.results.contract import Words
from onespec.results.report.records import Held
from onespec.results.report.sheets import Block, Sheet, Standings


@dataclass(frozen=True)
class Heading:
    """What stands above the report: of the study, and of the build that it shows.

    notice  what stands on every page, blank for nothing
    """

    name: str
    description: str
    protocol: str
    cut: str
    versions: str
    notice: Words


@cache
def frame_words() -> dict[str, dict[str, str]]:
    """The words of the page's frame: key -> language -> words."""
    return yaml.safe_load(_file("words.yaml"))


def report_html(
    heading: Heading, sheets: Sequence[Sheet], standings: Standings, held: Mapping[str, Held], language: str = "en"
) -> str:
    """The page; ``language`` is the one that it opens in."""
    return rendered(
        __package__ or "",
        "report.html",
        study=heading,
        cut=heading.cut,
        versions=heading.versions,
        notice=heading.notice if heading.notice.en else None,
        language=language,
        words=frame_words(),
        sections=_sections(sheets),
        css=_file("report.css"),
        js=_file("report.js"),
        held=_packed(standings, held),
    )


def _file(name: str) -> str:
    return file_of(__package__ or "", name)


def _sections(sheets: Sequence[Sheet]) -> list[tuple[Words, list[dict[str, Any]]]]:
    """Displays by section, each section where its first display stands."""
    out: dict[str, tuple[Words, list[dict[str, Any]]]] = {}
    for sheet in sheets:
        out.setdefault(sheet.section.en, (sheet.section, []))[1].append(_facts(sheet))
    return list(out.values())


def _facts(sheet: Sheet) -> dict[str, Any]:
    return vars(sheet) | {"heading": sheet.heading, "blocks": [_block(b) for b in sheet.blocks]}


def _block(block: Block) -> dict[str, Any]:
    pictures = []
    if block.picture is not None:
        pictures = [(language, _svg(block, language)) for language in LANGUAGES]
    return vars(block) | {"pictures": pictures}


def _svg(block: Block, language: str) -> str:
    """The drawing as it stands inside a page: without the lines that a file begins with."""
    assert block.picture is not None
    text = block.picture(language).svg.decode()
    return text[text.index("<svg") :]


def _packed(standings: Standings, held: Mapping[str, Held]) -> str:
    """What numbers stand on: JSON, compressed, as base64."""
    data = {
        "standings": [[s.dataset, s.rows] for s in standings.listed],
        "datasets": {
            name: {"columns": h.columns, "always": h.always, "rows": h.rows, "chains": h.chains, "asked": h.asked}
            for name, h in held.items()
        },
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()
