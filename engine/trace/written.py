"""A plan as a specification writes it: what a reader of a change looks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onespec.engine.plan.references import (
    Argument,
    Chosen,
    CodesOf,
    Computation,
    Constant,
    LookUp,
    OneOf,
    Own,
    Reference,
    StepPlan,
    TableOf,
    VariablePlan,
)
from onespec.engine.registry import Operation
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import CONSTANTS
from onespec.engine.spec.verbs import Collected, Derived, Listed, NotAvailable, Predecessor


def text(value: object) -> str:
    """Texts, lists and mappings in one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{k}: {text(v)}" for k, v in value.items())
    return "[" + ", ".join(map(text, value)) + "]" if isinstance(value, (list, tuple)) else str(value)


def variable(plan: VariablePlan) -> str:
    """A variable's definition."""
    v, how = plan.variable, plan.how
    said: dict[str, object] = {}
    if isinstance(how, Computation):
        said["with"] = arguments(how.operation, how.arguments)
        said |= {"match": how.group, "where": [c.text() for c in how.where]}
    elif isinstance(how, LookUp):
        said["match"] = {column: argument(r) for column, r in how.match.items()}
    more = [f"{name} {text(given)}" for name, given in said.items() if given]
    codelist = [f"codelist {v.codelist}"] if v.codelist else []
    parts = [f"parts {v.parts}"] if v.parts > 1 else []
    return "; ".join([f"{v.verb.word} {_behind(plan)}".strip(), *more, f"type {v.type}", *codelist, *parts])


def _behind(plan: VariablePlan) -> str:
    """What stands behind the verb."""
    match plan.variable.verb:
        case Collected(references) | Predecessor(references):
            return ", ".join(references)
        case Derived(method):
            return method
        case NotAvailable(reason):
            return reason
        case Listed(value):
            return value
    return ""


def step(plan: StepPlan) -> str:
    """What a record step says, entry by entry."""
    return "; ".join(f"{n} {text(v)}" for n, v in entries(plan).items() if v)


def entries(plan: StepPlan) -> dict[str, object]:
    """The entries of a record step."""
    given = arguments(plan.operation, plan.arguments) if plan.operation else {}
    refused = {"fields": list(plan.refused)} if plan.refused else {}
    where = [c.text() for c in plan.step.where]
    return {"from": plan.step.source, "where": where, "set": plan.step.set, **refused, **given}


def arguments(operation: Operation, given: Mapping[str, Argument]) -> dict[str, object]:
    """The parameters of an operation, by the names that a specification gives them."""
    names = {p.argument: n for n, p in operation.parameters.items()}
    return {names[a]: argument(value) for a, value in given.items()}


def argument(value: Argument | Reference) -> object:
    """One argument: a text, a list or a mapping."""
    match value:
        case tuple():
            return [argument(v) for v in value]
        case OneOf(references):
            return [argument(r) for r in references]
        case Own(name) | CodesOf(name):
            return name
        case Constant():
            return f"{CONSTANTS}.{value.name}" if value.name else value.text
        case TableOf(name, rows):
            return name or [dict(row) for row in rows]
        case Chosen():
            return _chosen(value)
    return f"{value.target}.{value.name}"


def _chosen(chosen: Chosen) -> dict[str, object]:
    out: dict[str, object] = {"from": chosen.source}
    if chosen.where:
        out["where"] = _conditions(chosen.where)
    out |= {n: argument(v) if isinstance(v, Constant) else v for n, v in chosen.extra}
    return out | ({"set": dict(chosen.set)} if chosen.set else {})


def _conditions(where: Iterable[Condition]) -> dict[str, object]:
    """A where clause as the specification writes it: comparators of one variable together."""
    out: dict[str, object] = {}
    for condition in where:
        before, written = out.get(condition.name), _condition(condition)
        if isinstance(before, dict) and isinstance(written, dict):
            before.update(written)
        else:
            out[condition.name] = written
    return out


def _condition(condition: Condition) -> object:
    several = condition.comparator in ("IN", "NOTIN")
    value = list(condition.values) if several else condition.values[0]
    return value if condition.comparator == "EQ" else {condition.comparator: value}
