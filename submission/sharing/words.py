"""What is said of each action, in both languages (words.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from onespec.submission.sharing.register import Sharing
from onespec.submission.sharing.rules import Decision

_FILE = Path(__file__).with_name("words.yaml")


@cache
def words() -> dict[str, dict[str, dict[str, str]]]:
    """Kind of words -> name -> language -> text."""
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


def action_text(decision: Decision, sharing: Sharing, language: str) -> str:
    """What was done with a variable, in one sentence."""
    said = words()["actions"][decision.action][language]
    number = sharing.age if decision.action == "age" else sharing.rare
    return said.format(number=number, next=int(number) + 1, level=", ".join(decision.levels))
