"""Rules of the engines that judge English wording: an edition in another language is none of their business.

They are listed in ``specs/standards/english-rules.csv``: engine, rule, what it judges, source.  What such a rule says
of an edition in another language is no breach; the report tells the rule, its reason and how many records it named.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from functools import cache
from importlib import resources

from onespec.conformance.breach import Breach
from onespec.conformance.run import NOT_APPLICABLE, RAN, Run
from onespec.engine.languages import ENGLISH

FILE = "english-rules.csv"


def of_language(run: Run, language: str) -> Run:
    """The run without what rules of English wording say of an edition in another language, which becomes notes.

    language  of the edition that was judged: one of `engine.languages.LANGUAGES`

    A rule that failed in its engine (a breach without variables) stays a breach.
    """
    if language == ENGLISH:
        return run
    aside: dict[str, list[Breach]] = defaultdict(list)
    for breach in run.breaches:
        if (breach.engine, breach.rule) in english_rules() and breach.variables:
            aside[breach.rule].append(breach)
    if not aside:
        return run
    left = [b for b in run.breaches if not (b.rule in aside and b.variables)]
    moved = len(aside.keys() - {b.rule for b in left})
    rules = run.rules | {RAN: run.rules[RAN] - moved, NOT_APPLICABLE: run.rules[NOT_APPLICABLE] + moved}
    return replace(run, rules=rules, breaches=left, notes=[*run.notes, *map(_told, aside.values())])


@cache
def english_rules() -> dict[tuple[str, str], tuple[str, str]]:
    """(engine, rule) -> what it judges, and the source of that."""
    text = (resources.files("onespec.standards") / FILE).read_text(encoding="utf-8")
    return {(r["ENGINE"], r["RULE"]): (r["JUDGES"], r["SOURCE"]) for r in csv.DictReader(text.splitlines())}


def _told(aside: list[Breach]) -> str:
    first = aside[0]
    judges, source = english_rules()[first.engine, first.rule]
    named = f"{len(aside):,} time{'s' * (len(aside) != 1)}"
    return (
        f"{first.engine}: {first.rule} is not applicable to this edition, which is in another language than English: "
        f"it asks that {judges} ({source}). It spoke {named}; that is no breach here, and one in the English edition."
    )
