"""Of which kind each subject is: by a variable of other records, or by the columns of the display."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from onespec.engine.contract import Name, NumberName, Selection
from onespec.results.contract import Beside, Source, Words
from onespec.results.methods._stats import one_a_subject


@dataclass(kw_only=True)
class Kind(Selection):
    """Records that say of which kind a subject is: one a subject."""

    told = "{kind} of {source}"

    kind: Name
    order: NumberName = ""  # in whose order the kinds stand; of the codelist when left out


@dataclass(frozen=True)
class Kinds:
    """Per subject of the population the place of its kind in ``words``."""

    words: tuple[Words, ...]
    of: np.ndarray

    def said(self, language: str) -> list[str]:
        return [words[language] for words in self.words]


def kinds_of(source: Source, by: object) -> Kinds:
    """``by`` a selection: the value that its record has, "Missing" without one; otherwise the column of the display.

    Errors: ValueError when a subject has several records of its kind.
    """
    if not isinstance(by, Beside):
        return _columns(source)
    own, name = by.source, by["kind"]
    values = own.text(name)
    there = own.take(values != "")
    one_a_subject(there, name)
    levels = [level for level in own.levels(name) if (values == level).any()]
    order = str(by.named.get("order") or "")
    if order:
        levels.sort(key=dict(zip(values, own.number(order), strict=True)).__getitem__)
    of = np.full(len(source.subjects), len(levels))
    of[there.subject] = [levels.index(value) for value in there.text(name)]
    words = [own.said(name, level) for level in levels]
    return Kinds((*words, *([source.facts.said("Missing")] if (of == len(levels)).any() else [])), of)


def _columns(source: Source) -> Kinds:
    """A column of all subjects beside others is no kind."""
    groups = [group for group in source.groups if group.level] or list(source.groups)
    of = np.zeros(len(source.subjects), int)
    for place, group in enumerate(groups):
        of[group.members] = place
    return Kinds(tuple(group.label for group in groups), of)


def short_names(subjects: np.ndarray) -> list[str]:
    """The names of subjects without the part before the last hyphen that all share."""
    names = [str(subject) for subject in subjects]
    shared = names[0] if names else ""
    for name in names:
        while not name.startswith(shared):
            shared = shared[:-1]
    cut = shared.rfind("-") + 1
    return [name[cut:] for name in names]
