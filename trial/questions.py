"""What queries ask, in Chinese: by their rules, or as the study itself says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from onespec.engine.spec.edit_checks import library

FILE = Path(__file__).with_name("questions.yaml")
_NAME = re.compile(r"\\\{(\w+)\\\}")  # of what varies in a wording, escaped


@cache
def wordings() -> dict[str, tuple[str, tuple[tuple[re.Pattern[str], str], ...]]]:
    """Of each rule what it asks, and what messages of one wording ask."""
    said = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {
        rule: (entry["zh"], tuple((_pattern(each["en"]), each["zh"]) for each in entry.get("said", ())))
        for rule, entry in said.items()
    }


def _pattern(wording: str) -> re.Pattern[str]:
    return re.compile(_NAME.sub(r"(?P<\1>.+?)", re.escape(wording)), re.DOTALL)


class Said(NamedTuple):
    """What a finding says; ``check``: the check of the library that found it."""

    rule: str
    message: str
    fix: str
    check: str = ""


def chinese(said: Iterable[Sequence[str]], value: str, own: Mapping[str, str]) -> str:
    """The Chinese question of a query; blank where a part of it is not known in Chinese.

    said  of each of its findings rule, message, fix and check (`Said`)
    own   the study's own messages, and what they are in Chinese
    """
    asked = [_one(Said(*each), value, own) for each in said]
    return "".join(dict.fromkeys(asked)) if all(asked) else ""


def _one(said: Said, value: str, own: Mapping[str, str]) -> str:
    """As the study says it, else in a known wording with what varies, else as the library says it, else by the rule."""
    if said.message in own:
        return own[said.message] + own.get(said.fix, "")
    general, particular = wordings().get(said.rule, ("", ()))
    for pattern, text in particular:
        found = pattern.fullmatch(said.message)
        if found:
            return _filled(text, found.groupdict())
    check = library().checks.get(said.check)
    if check and check.message.get("zh") and check.message.get("en", said.message) == said.message:
        return check.message["zh"] + check.fix.get("zh", "")
    return _filled(general, {"value": value})


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with values in the place of their names; braces in a value are its own."""
    return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], name[0]), text)
