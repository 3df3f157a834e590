"""The general kinds of rule: each is asked of many elements, as its parameters in `rules.yaml` say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from onespec.define.check.rules import Fault, Rule, kind
from onespec.define.check.world import World

_LONGEST = 80  # characters of a text that are shown
_NAME = "name of the item"


@kind
def found(world: World, rule: Rule) -> Iterator[Fault]:
    """What ``at`` selects is at fault; ``show`` selects what the message shows, else the text of the element."""
    show = rule.given.get("show")
    for node, value in places(world, rule):
        shown = "".join(map(str, world.find(show, node))) if show else value
        yield Fault(node, short(shown))


@kind
def leads_nowhere(world: World, rule: Rule) -> Iterator[Fault]:
    """An attribute is none of ``to``; where it is none of ``unless`` another rule says so."""
    there = set(map(str, world.find(rule.given["to"])))
    others = set(map(str, world.find(rule.given["unless"]))) if "unless" in rule.given else None
    for node, value in places(world, rule):
        if value not in there and (others is None or value in others):
            yield Fault(node, value)


@kind
def unused(world: World, rule: Rule) -> Iterator[Fault]:
    """An element whose OID or ID is none of ``by``."""
    by = set(map(str, world.find(rule.given["by"])))
    for node, _ in places(world, rule):
        oid = world.get(node, "OID") or world.get(node, "ID")
        if oid and oid not in by:
            yield Fault(node, oid)


@kind
def repeated(world: World, rule: Rule) -> Iterator[Fault]:
    """The second and further elements that have the same ``by``, in the whole file or ``within`` one element."""
    seen: dict[tuple, int] = {}
    paths = [path if path == _NAME else etree.XPath(path, namespaces=world.spaces) for path in rule.given["by"]]
    above = rule.given.get("within")
    for node, _ in places(world, rule):
        said = tuple(_said(world, node, path) for path in paths)
        if not any(said):
            continue
        key = (id(world.find(above, node)[0]) if above else 0, *said)
        if key in seen:
            yield Fault(node, said[-1], f"line {seen[key]}")
        seen.setdefault(key, node.sourceline or 0)


def _said(world: World, node: etree._Element, path) -> str:
    if path == _NAME:
        item = world.items.get(world.get(node, "ItemOID"))
        return world.get(item, "Name") if item is not None else ""
    got = path(node)
    return "".join(map(str, got)) if isinstance(got, list) else str(got)


@kind
def longer(world: World, rule: Rule) -> Iterator[Fault]:
    """A text of more than ``most`` characters."""
    for node, value in places(world, rule):
        if len(" ".join(value.split())) > rule.given["most"]:
            yield Fault(node, short(value.strip()), str(len(" ".join(value.split()))))


@kind
def unlike(world: World, rule: Rule) -> Iterator[Fault]:
    """A text that is filled, and is not as the pattern ``like`` has it."""
    like = re.compile(rule.given["like"])
    for node, value in places(world, rule):
        if value.strip() and not like.fullmatch(value):
            yield Fault(node, short(value))


@kind
def like(world: World, rule: Rule) -> Iterator[Fault]:
    """A text in which the pattern ``like`` stands."""
    pattern = re.compile(rule.given["like"])
    for node, value in places(world, rule):
        if match := pattern.search(value):
            yield Fault(node, short(value.strip() if len(value) <= _LONGEST else match[0]))


@kind
def not_among(world: World, rule: Rule) -> Iterator[Fault]:
    """A text that is none of ``values``; ``any_case``: capitals do not matter."""
    fold = str.casefold if rule.given.get("any_case") else str
    known = {fold(each) for each in rule.given["values"]}
    for node, value in places(world, rule):
        if fold(value) not in known:
            yield Fault(node, short(value))


@kind
def uneven(world: World, rule: Rule) -> Iterator[Fault]:
    """An element without an ``attribute`` that others beside it have."""
    attribute = rule.given["attribute"]
    beside: dict[etree._Element | None, list[etree._Element]] = {}
    for node, _ in places(world, rule):
        beside.setdefault(node.getparent(), []).append(node)
    for nodes in beside.values():
        missing = [node for node in nodes if not world.get(node, attribute)]
        if 0 < len(missing) < len(nodes):
            yield from (Fault(node, world.get(node, "CodedValue")) for node in missing)


@kind
def not_counted(world: World, rule: Rule) -> Iterator[Fault]:
    """Numbers of elements beside one another that are not 1, 2, 3 ...; what is there twice another rule says."""
    for nodes in _beside(world, rule):
        said = [world.get(node, rule.given["attribute"]) for node in nodes]
        if len(set(said)) == len(said) and {*said} != {str(n + 1) for n in range(len(said))}:
            yield Fault(nodes[0], ", ".join(sorted(said, key=lambda n: (len(n), n))))


@kind
def not_ascending(world: World, rule: Rule) -> Iterator[Fault]:
    """Numbers of elements beside one another that are missing in part, or do not ascend; one finding a place."""
    for nodes in _beside(world, rule):
        said = [world.get(node, rule.given["attribute"]) for node in nodes]
        missing = [node for node, each in zip(nodes, said, strict=True) if not each]
        if 0 < len(missing) < len(nodes):
            yield Fault(missing[0], detail=f"{len(missing)} of {len(nodes)} references have no order number.")
            continue
        for node, before, each in zip(nodes[1:], said, said[1:], strict=False):
            if before.isdecimal() and each.isdecimal() and int(each) < int(before):
                yield Fault(node, each, f"The order number {each} stands after {before}.")
                break


def _beside(world: World, rule: Rule) -> list[list[etree._Element]]:
    beside: dict[etree._Element | None, list[etree._Element]] = {}
    for node, _ in places(world, rule):
        beside.setdefault(node.getparent(), []).append(node)
    return list(beside.values())


@kind
def joined(world: World, rule: Rule) -> Iterator[Fault]:
    """An element ``at``, whose attribute ``by`` names an element ``of`` that has ``where``.

    unless_values  what every ItemRef of the value list of that element has, where it has one
    """
    given = rule.given
    where = etree.XPath(given["where"], namespaces=world.spaces)
    there = {world.get(node, "OID"): node for node in reversed(world.find(given["of"]))}
    lists = {world.get(node, "OID"): node for node in world.all("def:ValueListDef")}
    for node, _ in places(world, rule):
        target = there.get(world.get(node, given["by"]))
        if target is None or not where(target):
            continue
        if "unless_values" in given:
            refs = [r for oid in world.find("def:ValueListRef/@ValueListOID", target) for r in lists.get(oid, ())]
            if refs and all(world.find(given["unless_values"], r) for r in refs if world.element(r) == "ItemRef"):
                continue
        yield Fault(node, world.get(node, given["by"]))


# -- what all of them do -----------------------------------------------------------------------------


def places(world: World, rule: Rule) -> Iterator[tuple[etree._Element, str]]:
    """What ``at`` of a rule selects, each with its element, as far as ``only`` lets it."""
    for each in world.find(rule.at):
        node = each if isinstance(each, etree._Element) else each.getparent()
        if node is None or not _meant(world, rule, node):
            continue
        yield node, "".join(map(str, each.itertext())) if isinstance(each, etree._Element) else str(each)


def _meant(world: World, rule: Rule, node: etree._Element) -> bool:
    if rule.only not in ("variables", "values"):
        return True
    above: etree._Element | None = node
    while above is not None and etree.QName(above).localname != "ItemDef":
        above = above.getparent()
    oid = world.get(above, "OID") if above is not None else ""
    return oid in (world.of_datasets if rule.only == "variables" else world.of_values)


def short(text: str) -> str:
    """A text as it is shown: on one line, not longer than fits there."""
    text = text.replace("\n", " ") if "\n" in text else text
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
