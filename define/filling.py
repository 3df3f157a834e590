"""Filling the texts of operations: each ``{parameter}`` becomes what the specification names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from string import ascii_uppercase

_NAMED = re.compile(r"\{(\w+(?:\.\w+)?)\}")
ENDS = (".", "!", "?", "。")  # of sentences
_BETWEEN = re.compile(r'(?<=\.) (?=[A-Z({"])|(?<=。)(?=[^ ])')  # two sentences: the Chinese full stop needs no blank
_LONG = 60  # a phrase of more characters that comes again gets a letter


def fill(text: str, given: Mapping[str, str]) -> str:
    """The text with its ``{parameters}`` in words.

    Sentences and numbered rules that name one that is not used are left out, of Chinese texts, too.  A long phrase
    that comes several times is given a letter where it first stands.

    >>> fill("(1) {a} counts. (2) {b} counts. Then {a}. (3) No {a}, no {c}. Nothing else.", {"a": "X", "c": "Y"})
    '(1) X counts. (2) No X, no Y. Nothing else.'
    """
    return lettered(filled(text, given), given.values())


def filled(text: str, given: Mapping[str, str]) -> str:
    """The text with its ``{parameters}`` in words, each as often as it stands there."""
    rules = [_joined(_used(rule, given)) for rule in re.split(r" (?=\(\d+\) )", text)]
    numbers = itertools.count(1)
    kept = " ".join(re.sub(r"^\(\d+\)", lambda _: f"({next(numbers)})", rule) for rule in rules if rule)
    return _NAMED.sub(lambda m: given[_name(m[1])], kept)


def lettered(text: str, phrases: Iterable[str]) -> str:
    """The text with a letter for each long phrase that comes again, given where the phrase first stands."""
    letters = iter(ascii_uppercase)
    repeated = {phrase for phrase in phrases if len(phrase) > _LONG and text.count(phrase) > 1}
    for phrase in sorted(repeated, key=lambda each: (text.index(each), -len(each))):
        if text.count(phrase) > 1:  # a longer one that it is part of may have a letter by now
            letter = next(letters)
            first, _, rest = text.partition(phrase)
            text = f"{first}{phrase} [{letter}]{rest.replace(phrase, letter)}"
    return text


def fill_parts(text: str, given: Mapping[str, str]) -> str:
    """The text with its ``{names}`` in words, without the ``[parts]`` that name one that is blank or not given.

    >>> fill_parts("{RANGE}[ from {FROM}][ below {BELOW}]", {"RANGE": "high", "FROM": "9", "BELOW": ""})
    'high from 9'
    """

    def part(match: re.Match[str]) -> str:
        return match[1] if all(given.get(_name(name)) for name in _NAMED.findall(match[1])) else ""

    return _NAMED.sub(lambda m: given.get(_name(m[1]), ""), re.sub(r"\[([^\]]*)\]", part, text))


def _name(written: str) -> str:
    return written.removesuffix("_")


def _joined(sentences: list[str]) -> str:
    return "".join(each if each.endswith("。") else f"{each} " for each in sentences).rstrip()


def _used(rule: str, given: Mapping[str, str]) -> list[str]:
    """The sentences of a rule whose parameters are all used; none of a numbered rule when it lacks the first."""
    sentences = _BETWEEN.split(rule)
    used = [all(_name(name) in given for name in _NAMED.findall(each)) for each in sentences]
    return (
        []
        if re.match(r"\(\d+\)", rule) and not used[0]
        else [each for each, is_used in zip(sentences, used, strict=True) if is_used]
    )
