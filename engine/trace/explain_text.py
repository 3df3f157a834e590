"""An explanation as text: a tree by indentation, one fact a line and how it came about below it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from onespec.engine.trace.explain import Explainer
from onespec.engine.trace.links import Link
from onespec.engine.visible import visible

WIDTH, NARROWEST = 118, 50


def explanation_text(facts: list[Link]) -> str:
    return "\n".join(line for fact in facts for line in _lines(fact, 0))


def record_links(explainer: Explainer, dataset: str, row: int) -> list[Link]:
    """A record: how it came about, and each of its values with its origin."""
    out = [explainer.record(dataset, row, every_key=True)]
    for name in explainer.plan.dataset(dataset).variables:
        fact = Explainer(explainer.part, explainer.words, depth=1).value(dataset, name, row)
        fact.behind = []
        out.append(fact)
    return out


def _lines(fact: Link, depth: int) -> Iterator[str]:
    """The head of a fact, its lines below it, and each fact behind it with a mark."""
    head = fact.name if fact.value is None else f"{fact.name} = {fact.value or 'blank'}"
    head += (f" ({fact.record})" if fact.record else "") + (
        ": told above" if fact.again else " ..." if fact.cut else ""
    )
    at = 2 * depth + 2 if depth else 0
    yield from _wrapped(head, " " * (at - 2) + "- " if depth else "", " " * (at or 2))
    below = " " * (at or 2)
    for line in (*fact.lines, *(f"Finding {note}" for note in fact.notes)):
        yield from _wrapped(line, below, below)
    for behind in fact.behind:
        yield from _lines(behind, depth + 1)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        visible(text),
        max(WIDTH, len(rest) + NARROWEST),
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
