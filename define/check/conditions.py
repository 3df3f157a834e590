"""Rules about where clauses: what they compare, and whether they can hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from lxml import etree

from onespec.define.check.kinds import short
from onespec.define.check.rules import Fault, Rule, kind
from onespec.define.check.world import World
from onespec.engine.metadata.model import Check, Where

_SETS, _NOT = ("EQ", "IN"), ("NE", "NOTIN")
_NUMBERS = ("integer", "float")
_MOST = 10_000  # combinations of values that one where clause is spread into


def number(text: str) -> float | None:
    """The number that a text is, None of another."""
    try:
        return float(text)
    except ValueError:
        return None


def same_value(text: str, is_number: bool) -> str | float:
    """A value as it is compared: "1.0" is 1 where numbers are."""
    read = number(text) if is_number else None
    return text if read is None else read


@kind
def condition_on_no_variable(world: World, rule: Rule) -> Iterator[Fault]:
    for node, _, check in world.conditions():
        if check.item in world.items and check.item not in world.of_datasets:
            yield Fault(node, check.item)


@kind
def same_conditions(world: World, rule: Rule) -> Iterator[Fault]:
    seen: dict[tuple, str] = {}
    for node, where in world.wheres:
        if not where.checks:
            continue
        key = (where.comment, frozenset((c.item, c.comparator, frozenset(c.values)) for c in where.checks))
        if key in seen and seen[key] != where.oid:
            yield Fault(node, seen[key])
        seen.setdefault(key, where.oid)


@kind
def compared_outside(world: World, rule: Rule) -> Iterator[Fault]:
    for node, check, value in _compared(world):
        terms = _terms(world, check)
        if value and terms is not None and same_value(value, _is_number(world, check)) not in terms:
            yield Fault(node, short(value), _name(world, check))


@kind
def compared_as_number(world: World, rule: Rule) -> Iterator[Fault]:
    for node, check, value in _compared(world):
        if value and _is_number(world, check) and number(value) is None:
            yield Fault(node, short(value), _name(world, check))


@kind
def compared_too_long(world: World, rule: Rule) -> Iterator[Fault]:
    for node, check, value in _compared(world):
        item = world.defined.get(check.item)
        if item is None or item.type != "text" or not item.length.isdecimal() or _terms(world, check) is not None:
            continue
        if check.comparator in _SETS and len(value.encode()) > int(item.length):
            yield Fault(node, short(value), _name(world, check))


@kind
def contradiction(world: World, rule: Rule) -> Iterator[Fault]:
    """Conditions on one variable that no value meets: sets without a common value, limits that cross."""
    for node, where in world.wheres:
        by_item: dict[str, list[Check]] = {}
        for check in where.checks:
            by_item.setdefault(check.item, []).append(check)
        for checks in by_item.values():
            if len(checks) > 1 and _cannot_hold(world, checks):
                yield Fault(node, short(" and ".join(written(world, c) for c in checks)))


def _cannot_hold(world: World, checks: list[Check]) -> bool:
    numeric = _is_number(world, checks[0])
    allowed: set | None = None
    for check in checks:
        if check.comparator in _SETS:
            values = {same_value(v, numeric) for v in check.values}
            allowed = values if allowed is None else allowed & values
    refused = {same_value(v, numeric) for c in checks if c.comparator in _NOT for v in c.values}
    limits = [(c.comparator, same_value(c.values[0], numeric)) for c in checks if c.comparator[:1] in "LG" and c.values]
    if allowed is not None:
        return not any(value not in refused and all(_within(value, *limit) for limit in limits) for value in allowed)
    below = [(v, how == "LT") for how, v in limits if how[:1] == "L"]
    above = [(v, how == "GT") for how, v in limits if how[:1] == "G"]
    return any(
        type(high) is type(low) and (low > high or low == high and (open_high or open_low))  # pyright: ignore[reportOperatorIssue]
        for high, open_high in below
        for low, open_low in above
    )


def _within(value: str | float, how: str, limit: str | float) -> bool:
    if type(value) is not type(limit):
        return True
    return {"LT": value < limit, "LE": value <= limit, "GT": value > limit, "GE": value >= limit}[how]  # pyright: ignore[reportOperatorIssue]


@kind
def overlap(world: World, rule: Rule) -> Iterator[Fault]:
    """Definitions of one value list that hold for one record: where their clauses are of equal variables and values."""
    wheres = {where.oid: where for _, where in reversed(world.wheres)}
    for values in world.all("def:ValueListDef"):
        taken: dict[tuple, tuple[int, str]] = {}
        for place, ref in enumerate(world.find("o:ItemRef", values)):
            for oid in map(str, world.find("def:WhereClauseRef/@WhereClauseOID", ref)):
                combination = _first_taken(taken, wheres.get(oid), place)
                if combination and combination[1] != oid:
                    yield Fault(ref, short(combination[0]))
                    break


def _first_taken(taken: dict[tuple, tuple[int, str]], where: Where | None, place: int) -> tuple[str, str] | None:
    """What of a where clause another definition has already; what is new is taken from now on."""
    if where is None or not where.checks or any(c.comparator not in _SETS for c in where.checks):
        return None
    if any(c.comparator == "EQ" and len(c.values) != 1 for c in where.checks):
        return None  # another rule says so
    by_item: dict[str, set[str]] = {}
    for check in where.checks:
        by_item[check.item] = by_item.get(check.item, set(check.values)) & set(check.values)
    names = {check.item: check.variable or check.item for check in where.checks}
    items = sorted(by_item)
    size = 1
    for item in items:
        size *= len(by_item[item])
    if size > _MOST:
        return None
    for values in product(*(sorted(by_item[item]) for item in items)):
        key = (*items, *values)
        other = taken.setdefault(key, (place, where.oid))
        if other[0] != place:
            said = " and ".join(f"{names[i]} is '{v}'" for i, v in zip(items, values, strict=True))
            return said, other[1]
    return None


@kind
def joined_without_words(world: World, rule: Rule) -> Iterator[Fault]:
    """A condition on a variable of another dataset than the values'; where the clause serves several, of none."""
    own: dict[str, set[str]] = {}  # where clause -> OIDs of the variables of the datasets whose values it is for
    for dataset, variable in world.variables():
        for value in variable.values:
            for oid in value.wheres:
                own.setdefault(oid, set()).update(v.oid for v in dataset.variables)
    for node, where, check in world.conditions():
        if where.oid in own and not where.comment and check.item in world.of_datasets:
            if check.item not in own[where.oid]:
                yield Fault(node, f"{check.dataset}.{check.variable}")


# -- what a condition is about -------------------------------------------------------------------------


def _compared(world: World) -> Iterator[tuple[etree._Element, Check, str]]:
    for node, _, check in world.conditions():
        for value in check.values:
            yield node, check, value


def _is_number(world: World, check: Check) -> bool:
    item = world.defined.get(check.item)
    return item is not None and item.type in _NUMBERS


def _terms(world: World, check: Check) -> set | None:
    """The values of the variable's codelist; None where nothing limits them."""
    item = world.defined.get(check.item)
    codelist = world.codelists.get(item.codelist) if item else None
    if codelist is None or not codelist.terms:
        return None
    numeric = _is_number(world, check)
    return {same_value(term.value, numeric) for term in codelist.terms}


def _name(world: World, check: Check) -> str:
    return f"{check.dataset}.{check.variable}".lstrip(".")


def written(world: World, check: Check) -> str:
    """A condition in words: AVISIT EQ 'WEEK 1'."""
    values = ", ".join(f"'{value}'" for value in check.values)
    return f"{check.variable or check.item} {check.comparator} {values}"
