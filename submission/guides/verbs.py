"""Expressions: what a fact is, as data, and its value.

An expression is a mapping of one verb with its argument, and options: ``{subjects: AE, where: {AESER: Y}}``.
Values are texts, whole numbers, lists of texts, or lists of rows (mappings of texts and numbers).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from onespec.submission.guides.sources import Sources

Row = dict[str, str | int]
Value = str | int | list[str] | list[Row]
Expression = Mapping[str, Any]
Verb = Callable[[Sources, Any, Mapping[str, Any]], Value]

VERBS: dict[str, Verb] = {}


def verb(function: Verb) -> Verb:
    """Register a verb under the name of its function."""
    VERBS[function.__name__.removesuffix("_")] = function
    return function


def named(expression: Expression) -> str:
    """The name of the fact: its expression in one line."""
    return " ".join(f"{key}={_short(value)}" for key, value in expression.items())


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def about(expression: Any, items: Mapping[str, Any]) -> Any:
    """The expression with ``$name`` and ``$name.key`` replaced by items: what a repeated section or row is about."""
    if isinstance(expression, Mapping):
        return {about(key, items): about(value, items) for key, value in expression.items()}
    if isinstance(expression, list):
        return [about(value, items) for value in expression]
    if not isinstance(expression, str) or "$" not in expression:
        return expression
    for name in sorted(items, key=len, reverse=True):
        item = items[name]
        known = {f"{name}.{key}": value for key, value in item.items()} if isinstance(item, Mapping) else {name: item}
        for key in sorted(known, key=len, reverse=True):
            expression = expression.replace(f"${key}", str(known[key]))
    return expression
