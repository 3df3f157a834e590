"""The words of a page in one language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


class Words:
    """The words by name: ``words["visits"]``.

    ``words.term("DEATH")`` is a term of controlled terminology; one without a translation stays as it is.
    """

    def __init__(self, language: str):
        self.language, read = language, _read()
        self._words: dict[str, str] = read[language]
        self._terms: dict[str, str] = read["terms"].get(language, {})

    def __getitem__(self, name: str) -> str:
        return self._words[name]

    def term(self, value: str) -> str:
        return self._terms.get(value, value)

    def day(self, day: int) -> str:
        return self["day"].format(n=day) if "{" in self["day"] else f"{self['day']} {day}"

    def grade(self, grade: str) -> str:
        return f"{grade}{self['grade']}" if self.language == "zh" else f"{self['grade']} {grade}"


@cache
def _read() -> dict[str, dict[str, Any]]:
    """By language the words; behind ``terms`` those of controlled terminology, by language again."""
    return yaml.load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
