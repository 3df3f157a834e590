"""The value of an expression (`onespec.submission.guides.verbs`), with all verbs that there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onespec.submission.guides import of_data, of_define, of_plan, of_reports
from onespec.submission.guides.sources import Sources
from onespec.submission.guides.verbs import VERBS, Expression, Value, verb

_MODULES = of_data, of_define, of_plan, of_reports  # they register their verbs


def evaluate(expression: Expression, sources: Sources) -> Value:
    """The value of an expression.

    Raises `NotGiven` where its source was not given, `Absent` where the source does not have it, ``KeyError`` for a
    verb that there is none of.
    """
    name, *_ = [key for key in expression if key in VERBS] or list(expression)
    options = {key: value for key, value in expression.items() if key != name}
    return VERBS[name](sources, expression[name], options)


@verb
def number(sources: Sources, expression: Expression, options: Mapping[str, Any]) -> Value:
    """How many rows or texts an expression has."""
    found = evaluate(expression, sources)
    assert isinstance(found, list)
    return len(found)
