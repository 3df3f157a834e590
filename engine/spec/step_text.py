"""A step as it would be written in a specification, with what its file shares for it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

import yaml

from onespec.engine.notation import PLAIN
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Step
from onespec.engine.spec.verbs import Derived

_LISTED = ("IN", "NOTIN")
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def step_text(step: Step) -> str:
    """YAML of one step; the lines of other alphabets are written with escapes.

    >>> print(step_text(Step("counts", "ADAE", (Condition("AESER", "EQ", ("Y",)),), {}, {"variable": "AESEV"})), end="")
    - counts:
        from: ADAE
        where: {AESER: Y}
        variable: AESEV
    """
    body: dict[str, object] = {"from": step.source} if step.source else {}
    if step.where:
        body["where"] = written_conditions(step.where)
    body |= {name: _plain(value) for name, value in step.as_written.items()}
    if step.set:
        body["set"] = dict(step.set)
    return yaml.dump([{step.operation: body}], sort_keys=False, default_flow_style=None, width=100, Dumper=_DUMPER)


def derived_text(verb: Derived) -> str:
    """YAML of what a variable is derived by.

    >>> print(derived_text(Derived("total", {"value": "AVAL"}, (Condition("PARAMCD", "EQ", ("SUM",)),))), end="")
    derived: total
    with: {value: AVAL}
    where: {PARAMCD: SUM}
    """
    body: dict[str, object] = {verb.word: verb.method}
    if verb.as_written:
        body["with"] = _plain(verb.as_written)
    if verb.where:
        body["where"] = written_conditions(verb.where)
    if verb.match:
        body["match"] = dict(verb.match)
    return yaml.dump(body, sort_keys=False, default_flow_style=None, width=100, Dumper=_DUMPER)


def chooses(rule: Step | Derived, tables: Container[str]) -> bool:
    """Is it a rule of a where, or of one of the tables?"""
    return bool(rule.where) or _chosen(rule.as_written, tables)


def _chosen(given: object, tables: Container[str]) -> bool:
    if isinstance(given, Mapping):
        return "where" in given or any(_chosen(each, tables) for each in given.values())
    if isinstance(given, list | tuple):
        return any(_chosen(each, tables) for each in given)
    return isinstance(given, str) and given in tables


def written_conditions(where: Iterable[Condition]) -> dict[str, object]:
    """Conditions by variable: a value that it equals, or comparators with their values.

    >>> written_conditions([Condition("A", "GE", ("1",)), Condition("A", "LE", ("5",)), Condition("B", "IN", ("X",))])
    {'A': {'GE': 1, 'LE': 5}, 'B': {'IN': ['X']}}
    """
    out: dict[str, Any] = {}
    for condition in where:
        values = [_plain(value) for value in condition.values]
        value = values if condition.comparator in _LISTED else values[0]
        out.setdefault(condition.name, {})[condition.comparator] = value
    return {name: said["EQ"] if list(said) == ["EQ"] else said for name, said in out.items()}


def _plain(value: Any) -> object:
    """Maps and sequences without their lines; texts that are written like numbers as numbers, which need no quotes."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    for number in (int, float) if isinstance(value, str) and PLAIN.fullmatch(value) else ():
        if value.isascii() and str(number(float(value))) == value:
            return number(float(value))
    return value
