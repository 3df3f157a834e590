"""Facts as they are told in guides: the value of an expression, and the sentences in which it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from onespec.submission.guides.expressions import evaluate
from onespec.submission.guides.sources import Absent, NotGiven, Sources
from onespec.submission.guides.verbs import Expression, Value, named

_NAME = re.compile(r"\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}")
_NONE = {"en": "none", "zh": "无"}
_BETWEEN = {"en": ", ", "zh": "、"}


@dataclass(frozen=True)
class Sentence:
    """Where a fact is told; ``row``: which row of its value, from 0, or None for all of it."""

    guide: str
    section: str
    language: str
    text: str
    row: int | None = None


@dataclass
class Fact:
    """A fact: the expression that it is the value of, the value, and where it is told."""

    id: str
    source: Expression
    value: Value
    sentences: list[Sentence] = field(default_factory=list)


class Facts:
    """What the guides of one edition tell, in the order of telling."""

    def __init__(self, sources: Sources):
        self.sources = sources
        self.told: dict[str, Fact] = {}
        self._known: dict[str, Value | Absent | NotGiven] = {}

    def value(self, expression: Expression) -> Value:
        """The value; raises `Absent` or `NotGiven`."""
        name = named(expression)
        if name not in self._known:
            try:
                self._known[name] = evaluate(expression, self.sources)
            except (Absent, NotGiven) as reason:
                self._known[name] = reason
        found = self._known[name]
        if isinstance(found, (Absent, NotGiven)):
            raise found
        return found

    def holds(self, expression: Expression) -> bool:
        """Is there a value, and is it neither 0 nor empty?"""
        try:
            return bool(self.value(expression))
        except (Absent, NotGiven):
            return False

    def tell(self, expression: Expression, sentence: Sentence) -> None:
        """Note that a fact stands in a sentence."""
        name = named(expression)
        fact = self.told.setdefault(name, Fact(name, expression, self.value(expression)))
        if sentence not in fact.sentences:
            fact.sentences.append(sentence)

    def text(self) -> bytes:
        """facts.json."""
        facts = [asdict(fact) for fact in self.told.values()]
        return (json.dumps({"facts": facts}, ensure_ascii=False, indent=1) + "\n").encode()


def read_facts(content: bytes) -> list[Fact]:
    """The facts of a facts.json."""
    said = json.loads(content)["facts"]
    return [Fact(f["id"], f["source"], f["value"], [Sentence(**s) for s in f["sentences"]]) for f in said]


def shown(value: Value, language: str) -> str:
    """A value in a sentence: numbers in groups of three digits in English."""
    if isinstance(value, int):
        return f"{value:,}" if language == "en" else str(value)
    if isinstance(value, str):
        return value
    if all(isinstance(each, str) for each in value):
        return _BETWEEN[language].join(map(str, value)) or _NONE[language]
    raise ValueError("rows have no place in a sentence: write {number: ...}")


def filled_in(template: str, values: Mapping[str, Value], language: str) -> str:
    """A sentence with its facts: ``{name}``, and ``{name|record|records}`` for a number with its word."""

    def put(found: re.Match[str]) -> str:
        name, one, many = found.groups()
        if name not in values:  # braces of a text of the data
            return found[0]
        text = shown(values[name], language)
        return text if one is None else f"{text} {one if values[name] == 1 else many}".strip()

    return _NAME.sub(put, template)


def plain(value: Any) -> str:
    """A value as one line, for people."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
