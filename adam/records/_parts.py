"""Target lesions that split or merged after the baseline (RECIST 1.1, 4.3.2): told by their names.

A fragment has the name of the lesion of the baseline and a suffix (T1.1, T1-2, T1a); lesions that merged have their
names side by side (T1/T2).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

_JOINED = re.compile(r"\s*[/+&]\s*")
_SUFFIX = re.compile(r"[.\-_ ]\s*\w+|(?<=\d)[A-Za-z]")


@dataclass
class Parts:
    """Lesions without a baseline record that are parts of one with, or several of them in one; by their numbers."""

    fragments: dict[int, int] = field(default_factory=dict)  # fragment -> the lesion that split
    merged: dict[int, list[int]] = field(default_factory=dict)  # the one -> those that merged


def members(name: str, known: Collection[str]) -> list[str]:
    """The lesions that one name joins; none when it is no such name.

    >>> members("T1/T2", ["T1", "T2", "T3"]), members("T1.2", ["T1", "T2"])
    (['T1', 'T2'], [])
    """
    names = _JOINED.split(name)
    return names if len(names) > 1 and all(each in known for each in names) else []


def whole(name: str, known: Collection[str]) -> str:
    """The lesion of which one name is a fragment; blank when it is none.

    >>> whole("T1.2", ["T1", "T10"]), whole("T10a", ["T1", "T10"]), whole("T11", ["T1"])
    ('T1', 'T10', '')
    """
    found = [each for each in known if name.startswith(each) and _SUFFIX.fullmatch(name, len(each))]
    return max(found, key=len, default="")


def parts_of(named: dict[int, tuple[int, str]], known: dict[int, dict[str, int]]) -> Parts:
    """The parts among lesions without a baseline record.

    named   number -> number of the subject, and name;  known: subject -> name -> number of lesions of the baseline
    """
    out = Parts()
    for number, (subject, name) in named.items():  # few: lesions that split or merged, and mistakes
        there = known.get(subject, {})
        if joined := members(name, there):
            out.merged[number] = [there[each] for each in joined]
        elif of := whole(name, there):
            out.fragments[number] = there[of]
    return out
