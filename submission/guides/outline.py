"""The outline of a guide as data: csdrg.yaml and adrg.yaml, whose keys are described there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from onespec.engine.paper.templates import file_of

GUIDES = {"csdrg": "sdtm", "adrg": "adam"}  # guide -> the standard that it is about
Said = Mapping[str, str]  # language -> text
Block = Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """A section; ``each`` repeats it, with what it stands for under the name ``item``."""

    number: str
    title: Said
    blocks: tuple[Block, ...] = ()
    otherwise: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    each: Mapping[str, Any] = field(default_factory=dict)
    item: str = ""


@dataclass(frozen=True)
class Outline:
    """A guide: its key, its standard, its title and sections."""

    key: str
    standard: str
    title: Said
    sections: tuple[Section, ...]

    def all(self) -> Iterator[Section]:
        """The sections, from the first to the last."""
        yield from _below(self.sections)

    @property
    def questions(self) -> dict[str, Said]:
        """Places that people fill: id -> what is asked."""
        asked = (b for section in self.all() for b in (*section.blocks, *section.otherwise) if "ask" in b)
        return {block["ask"]: block["question"] for block in asked}

    @property
    def remarks(self) -> tuple[str, ...]:
        """The beginnings of ids under which people may write about one dataset: ``sdtm.`` of ``sdtm.AE``."""
        blocks = (b for section in self.all() for b in section.blocks if "remark" in b)
        return tuple(block["remark"].partition("$")[0] for block in blocks)


@cache
def outline(key: str) -> Outline:
    """The outline of a guide; every scalar is text."""
    said = yaml.load(file_of(__package__ or "", f"{key}.yaml"), Loader=yaml.BaseLoader)
    return Outline(key, GUIDES[key], said["title"], tuple(_section(each) for each in said["sections"]))


@cache
def words() -> dict[str, dict[str, str]]:
    """The words of the pages that stand in no outline."""
    return yaml.load(file_of(__package__ or "", "words.yaml"), Loader=yaml.BaseLoader)


@cache
def terms() -> dict[str, dict[str, str]]:
    """Texts of reports of the program -> language -> how guides say them."""
    return yaml.load(file_of(__package__ or "", "terms.yaml"), Loader=yaml.BaseLoader)


def _section(said: Mapping[str, Any]) -> Section:
    return Section(
        said["number"],
        said["title"],
        tuple(said.get("blocks", ())),
        tuple(said.get("otherwise", ())),
        tuple(_section(each) for each in said.get("sections", ())),
        said.get("each", {}),
        said.get("as", ""),
    )


def _below(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _below(section.sections)
