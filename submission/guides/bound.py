"""Are the facts of guides those of some files?  The facts are evaluated again, and what differs is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onespec.submission.guides.expressions import evaluate
from onespec.submission.guides.facts import Fact, Sentence, plain
from onespec.submission.guides.sources import Absent, NotGiven, Sources
from onespec.submission.guides.verbs import Value


@dataclass(frozen=True)
class Differing:
    """A sentence whose fact is another one in the files; ``found`` is "" where the files do not have it."""

    fact: str
    guide: str
    section: str
    language: str
    sentence: str
    told: str
    found: str

    def text(self) -> str:
        found = f"the files say {self.found}" if self.found else "the files do not have it"
        return f'{self.guide} {self.section}: "{self.sentence}" tells {self.told} of {self.fact}; {found}.'


def differing(facts: Iterable[Fact], sources: Sources) -> list[Differing]:
    """The sentences that the files do not bear out, in the order of the facts.

    A fact whose source is not given (`Sources`) is not judged: `unjudged` counts these.
    """
    out: list[Differing] = []
    for fact in facts:
        try:
            found = evaluate(fact.source, sources)
        except NotGiven:
            continue
        except Absent:
            out += [_said(fact, sentence, plain(fact.value), "") for sentence in fact.sentences]
            continue
        if found != fact.value:
            out += list(_sentences(fact, found))
    return out


def unjudged(facts: Iterable[Fact], sources: Sources) -> list[Fact]:
    """The facts whose source is not given."""
    return [fact for fact in facts if not _is_given(fact, sources)]


def _is_given(fact: Fact, sources: Sources) -> bool:
    try:
        evaluate(fact.source, sources)
    except NotGiven:
        return False
    except Absent:
        return True
    return True


def _sentences(fact: Fact, found: Value) -> Iterable[Differing]:
    """The sentences of a fact that differs; of rows those whose own row does, or all where only their number does."""
    told = fact.value
    made = []
    for sentence in fact.sentences:
        if sentence.row is None or not isinstance(told, list) or not isinstance(found, list):
            made.append(_said(fact, sentence, plain(told), plain(found)))
        elif _row(told, sentence.row) != _row(found, sentence.row):
            made.append(_said(fact, sentence, plain(_row(told, sentence.row)), plain(_row(found, sentence.row))))
    if made or not isinstance(told, list) or not isinstance(found, list):
        return made
    count = f"{len(told)} rows", f"{len(found)} rows"
    return [_said(fact, sentence, *count) for sentence in fact.sentences[-1:]]


def _row(rows: list[Any], number: int) -> Any:
    return rows[number] if number < len(rows) else ""


def _said(fact: Fact, sentence: Sentence, told: str, found: str) -> Differing:
    return Differing(fact.id, sentence.guide, sentence.section, sentence.language, sentence.text, told, found)
