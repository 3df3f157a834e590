"""What queries ask, in Chinese: by their rules, or as the study itself says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import yaml

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


def chinese(said: Iterable[tuple[str, str, str]], value: str, own: Mapping[str, str]) -> str:
    """The Chinese question of a query; blank where a part of it is not known in Chinese.

    said  rule, message and fix of each of its findings
    own   the study's own messages, and what they are in Chinese
    """
    asked = [_one(rule, message, fix, value, own) for rule, message, fix in said]
    return "".join(dict.fromkeys(asked)) if all(asked) else ""


def _one(rule: str, message: str, fix: str, value: str, own: Mapping[str, str]) -> str:
    if message in own:
        return own[message] + own.get(fix, "")
    general, particular = wordings().get(rule, ("", ()))
    for pattern, text in particular:
        found = pattern.fullmatch(message)
        if found:
            return _filled(text, found.groupdict())
    return _filled(general, {"value": value})


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with values in the place of their names; braces in a value are its own."""
    return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], name[0]), text)
