"""Milestones of a study: what is not yet mapped, coded or translated is asked for in a draft, and stops a lock.

The stricter of a milestone and of ``levels:`` counts.  docs/findings.md says the levels of each rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from onespec.engine.findings import QUERY, STOP, Finding

DRAFT, DRY_RUN, LOCK = "draft", "dry-run", "lock"
MILESTONES = (DRAFT, DRY_RUN, LOCK)
# What is not yet mapped: a query in a draft.
MAPPING = frozenset(
    (
        "RAW-EXTRA-COLUMN",
        "RAW-EXTRA-FILE",
        "RAW-EXTRA-ROW",
        "RAW-EXTRA-SHEET",
        "RAW-UNACCOUNTED",
        "SPEC-CORE",
        "SPEC-GUESSED",
        "SPEC-OPEN",
        "SPEC-ORIGIN",
        "SPEC-TO-WRITE",
        "SPEC-UNUSED",
    )
)
# What is not yet coded or translated: a query in a draft and in a dry run.
CODING = frozenset(("RAW-CODE", "RAW-TRANSLATION", "VALUE-ASCII", "VALUE-CODE", "VALUE-ENCODING", "VALUE-REQUIRED"))
# Texts that wait for their code: a query, and a stop at a lock.
AT_LOCK = frozenset(("TERM-UNCODED", "TERM-VERSION"))
# The work of a coder or translator, and no question to a site.
FOR_CODER = AT_LOCK | {"TERM-TWICE", "RAW-CODED", "RAW-EDITION", "RAW-TRANSLATED", "RAW-TRANSLATION"}
# What the specification leaves open of an edition in another language, whatever its milestone.
OF_EDITIONS = frozenset(("SPEC-ORDER", "SPEC-TRANSLATION"))
_LOWERED = {DRAFT: MAPPING | CODING, DRY_RUN: CODING}
_STANDING = {
    DRAFT: "Milestone draft: what is not yet mapped, coded or translated may be missing. Not for submission.",
    DRY_RUN: "Milestone dry-run: what is not yet coded or translated may be missing. Not for submission.",
}


def levels_at(milestone: str, stated: Mapping[str, str]) -> dict[str, str]:
    """The levels of a study: those that it states, and those of its milestone.

    >>> levels_at("dry-run", {"RAW-CODE": "stop"})["RAW-CODE"]
    'stop'
    >>> levels_at("lock", {"RAW-CODE": "query", "RAW-DATE": "stop"})
    {'RAW-DATE': 'stop', 'TERM-UNCODED': 'stop', 'TERM-VERSION': 'stop'}
    """
    if milestone == LOCK:
        kept = {rule: level for rule, level in stated.items() if level == STOP or rule not in CODING}
        return kept | dict.fromkeys(sorted(AT_LOCK), STOP)
    return dict.fromkeys(sorted(_LOWERED.get(milestone, ())), QUERY) | dict(stated)


def is_open(finding: Finding) -> bool:
    """Is it a question to whoever writes the specification, and none to a site?"""
    return finding.rule in MAPPING or finding.rule in OF_EDITIONS


def is_asked(finding: Finding) -> bool:
    """Is it a question to data management?"""
    return not is_open(finding) and not is_for_coder(finding)


def is_for_coder(finding: Finding) -> bool:
    """Is it for whoever codes and translates, and no question to a site?"""
    return finding.rule in FOR_CODER


def lowered(findings: Iterable[Finding], levels: Mapping[str, str]) -> list[Finding]:
    """The findings, stops as queries where the study says so."""
    return [replace(f, level=QUERY) if f.level == STOP and levels.get(f.rule) == QUERY else f for f in findings]


def standing(milestone: str) -> str:
    """What a reader of outputs must know of the milestone on which they stand; nothing of a lock."""
    return _STANDING.get(milestone, "")
