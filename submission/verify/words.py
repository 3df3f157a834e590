"""What the report of a verification says, in both languages (words.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from onespec.engine.languages import ENGLISH

_FILE = Path(__file__).with_name("words.yaml")


class Note(NamedTuple):
    """What a reader must know besides: a name of ``notes``, and what stands in its braces."""

    name: str
    given: dict[str, Any]

    def said(self, language: str = ENGLISH) -> str:
        given = {k: f"{v:,}" if isinstance(v, int) else v for k, v in self.given.items()}
        if "depth" in given:
            given["depth"] = words()["depths"][given["depth"]][language]
        if "by" in given:
            given["by"] = words()["by"][language].format(who=given["by"]) if given["by"] else ""
        return words()["notes"][self.name][language].format(**given)


@cache
def words() -> dict[str, Any]:
    """Name -> language -> text, below depths, proved and notes once more by name."""
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def say(word: str, language: str, **given: object) -> str:
    return words()[word][language].format(**given)
