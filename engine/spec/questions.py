"""What the study's own checks ask, in English and in Chinese."""

from __future__ import annotations

from onespec.engine.findings import Findings
from onespec.engine.languages import CHINESE, ENGLISH
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.yamltext import Map

WORDS = ("message", "fix")  # parameters of checks that are said to a site


def in_english(asked: Map, findings: Findings) -> dict[str, str]:
    """English text -> Chinese text, of each message and fix of checks.yaml that has both; the English one stays there.

    ``message: {en: ..., zh: ...}`` stands for ``message: ...``.
    """
    reader = EntryReader("checks.yaml", findings)
    out: dict[str, str] = {}
    for step in [*_listed(asked.get("checks")), asked.get("defaults")]:
        for body in step.values() if isinstance(step, Map) else ():
            for name in WORDS if isinstance(body, Map) else ():
                said = body.get(name)
                if isinstance(said, Map):
                    reader.unknown_keys(said, (ENGLISH, CHINESE), f"'{name}'")
                    english = reader.text(said, ENGLISH, required=True, what=f"The '{name}'")
                    chinese = reader.text(said, CHINESE)
                    body.put(name, english, body.lines[name])
                    out |= {english: chinese} if english and chinese else {}
    return out


def _listed(steps: object) -> list[object]:
    return steps if isinstance(steps, list) else []
