"""Work that several variables share, done once: a toxicity and its grade, the visits of all datasets."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, TypeVar

_KEPT = 4  # calls of a function that are remembered
Result = TypeVar("Result")


def once(function: Callable[..., Result]) -> Callable[..., Result]:
    """Of a function that depends on its arguments alone: what it gave for the very same ones, it gives again.

    The same are columns, tables and codelists that are one object (columns never change), and equal texts and numbers.
    """
    calls: deque[tuple[list[Any], Result]] = deque(maxlen=_KEPT)

    @wraps(function)
    def remembered(*given: Any) -> Result:
        arguments = list(_single(given))
        for known, result in tuple(calls):  # another thread may add one meanwhile
            if len(known) == len(arguments) and all(map(_same, known, arguments)):
                return result
        result = function(*given)
        calls.appendleft((arguments, result))
        return result

    return remembered


def _single(given: Any) -> Iterator[Any]:
    """The columns, tables and values of which lists and bundles are made."""
    if isinstance(given, (list, tuple)):
        yield len(given)
        for each in given:
            yield from _single(each)
    elif is_dataclass(given) and not isinstance(given, type):
        for each in fields(given):
            yield from _single(getattr(given, each.name))
    else:
        yield given


def _same(one: Any, other: Any) -> bool:
    return one is other or (isinstance(one, (str, int, float)) and type(one) is type(other) and one == other)
