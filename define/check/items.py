"""Rules about items that compare several elements: types and lengths, origins, pages, analyses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from onespec.define.check.conditions import number
from onespec.define.check.kinds import short
from onespec.define.check.rules import Fault, Rule, kind
from onespec.define.check.world import World
from onespec.engine.metadata.model import NAMED_PAGES, NUMBERED_PAGES, Codelist, Variable, said_in

_NUMBERS = ("integer", "float")
_ORIGINS = {
    "2.0": ("CRF", "Derived", "Assigned", "Protocol", "eDT", "Predecessor"),
    "2.1": ("Collected", "Derived", "Assigned", "Protocol", "Predecessor", "Not Available"),
}
_DATE = re.compile(r".*(?:DT|TM)")
_PREDECESSOR = re.compile(r"\b([A-Z][A-Z0-9]{0,7})\.([A-Z_][A-Z0-9_]{0,7})\b")


@kind
def wrong_version(world: World, rule: Rule) -> Iterator[Fault]:
    said = world.metadata.version
    if not re.fullmatch(re.escape(world.version) + r"(\.\d+)?", said):
        yield Fault(world.head, said, world.version)


@kind
def wrong_purpose(world: World, rule: Rule) -> Iterator[Fault]:
    for dataset in world.metadata.datasets:
        of = world.standard_of(dataset.standard)
        wanted = {"sdtm": ("Tabulation", "SDTM is Tabulation"), "adam": ("Analysis", "ADaM is Analysis")}.get(of)
        if wanted and dataset.purpose != wanted[0]:
            yield Fault(world.groups[dataset.oid], dataset.purpose, wanted[1])


@kind
def file_named_otherwise(world: World, rule: Rule) -> Iterator[Fault]:
    leaves = world.find("//o:ItemGroupDef/def:leaf")
    times = Counter(world.get(leaf, "xlink:href") for leaf in leaves)  # of several datasets in one another rule says so
    for leaf in leaves:
        href, name = world.get(leaf, "xlink:href"), world.get(leaf.getparent(), "Name")
        file = href.replace("\\", "/").rpartition("/")[2]
        if file and times[href] == 1 and file.partition(".")[0] != name.lower():
            yield Fault(leaf, file, name)


@kind
def number_that_is_a_date(world: World, rule: Rule) -> Iterator[Fault]:
    for dataset, variable in world.variables():
        if dataset.purpose == "Analysis" and variable.type in _NUMBERS and _DATE.fullmatch(variable.name):
            if not variable.format:
                yield Fault(world.items[variable.oid], variable.name)


@kind
def value_longer(world: World, rule: Rule) -> Iterator[Fault]:
    for variable, value in _values(world):
        if variable.length.isdecimal() and value.length.isdecimal() and int(value.length) > int(variable.length):
            yield Fault(world.items[value.oid], value.length, variable.length)


@kind
def value_of_another_type(world: World, rule: Rule) -> Iterator[Fault]:
    for variable, value in _values(world):
        if value.type and variable.type and not _holds(variable.type, value.type):
            yield Fault(world.items[value.oid], value.type, variable.type)


def _values(world: World) -> Iterator[tuple[Variable, Variable]]:
    """Variables with each of their values that is defined."""
    for _, variable in world.variables():
        for value in variable.values:
            if value.oid:
                yield variable, value


def _holds(variable: str, value: str) -> bool:
    if variable in ("text", value):
        return True
    if variable == "float":
        return value == "integer"
    return variable not in _NUMBERS and value not in (*_NUMBERS, "text")


@kind
def codelist_of_another_type(world: World, rule: Rule) -> Iterator[Fault]:
    for oid, item in world.defined.items():
        codelist = world.codelists.get(item.codelist)
        if codelist is None or codelist.dictionary or not codelist.type or not item.type:
            continue
        of_numbers = codelist.type in _NUMBERS
        if (item.type in _NUMBERS) != of_numbers or (item.type, codelist.type) == ("integer", "float"):
            yield Fault(world.items[oid], item.type, f"{codelist.name} of type {codelist.type}")


@kind
def terms_too_long(world: World, rule: Rule) -> Iterator[Fault]:
    """An item whose codelist has no term that fits; a length is that of the values that are there, so some may not."""
    for oid, item in world.defined.items():
        codelist = world.codelists.get(item.codelist)
        if codelist is None or item.type != "text" or not item.length.isdecimal() or item.no_data == "Yes":
            continue
        if min((len(term.value.encode()) for term in codelist.terms), default=0) > int(item.length):
            yield Fault(world.items[oid], item.length, codelist.name)


@kind
def term_no_number(world: World, rule: Rule) -> Iterator[Fault]:
    for codelist, node, term in terms(world):
        if codelist.type in _NUMBERS and number(term) is None:
            yield Fault(node, short(term))


def terms(world: World) -> Iterator[tuple[Codelist, etree._Element, str]]:
    """The terms of all codelists, each with its element."""
    for codelist in world.codelists.values():
        for node in world.codelist_nodes[codelist.oid]:
            if isinstance(node.tag, str) and node.get("CodedValue") is not None:
                yield codelist, node, world.get(node, "CodedValue")


@kind
def no_origin(world: World, rule: Rule) -> Iterator[Fault]:
    """A variable without an origin, where not each of its values has one; an item of several datasets once."""
    told: set[str] = set()
    for _, variable in world.variables():
        if variable.origins:
            continue
        without = [value for value in variable.values if value.oid and not value.origins]
        said = "The value has no origin, nor has its variable." if variable.values else "The variable has no origin."
        for item in without if variable.values else [variable]:
            if item.oid not in told:
                told.add(item.oid)
                yield Fault(world.items[item.oid], detail=said)


@kind
def wrong_origin(world: World, rule: Rule) -> Iterator[Fault]:
    for node in world.all("def:Origin"):
        if world.get(node, "Type") not in _ORIGINS[world.version]:
            yield Fault(node, world.get(node, "Type"), world.version)


@kind
def predecessor_absent(world: World, rule: Rule) -> Iterator[Fault]:
    """Only of datasets that the file describes itself."""
    there = {d.name: {v.name for v in d.variables} | supplemental(world, d.name) for d in world.metadata.datasets}
    for oid, item in world.defined.items():
        for origin in item.origins:
            if origin.type != "Predecessor":
                continue
            for dataset, variable in _PREDECESSOR.findall(said_in(origin.said, "en")):
                if dataset in there and variable not in there[dataset]:
                    yield Fault(world.items[oid], f"{dataset}.{variable}", dataset)


def supplemental(world: World, dataset: str) -> set[str]:
    """The supplemental qualifiers of a dataset: values of QNAM that where clauses name."""
    return {
        value
        for where in world.metadata.wheres
        for check in where.checks
        if check.dataset == f"SUPP{dataset}" and check.variable == "QNAM"
        for value in check.values
    }


@kind
def bad_pages(world: World, rule: Rule) -> Iterator[Fault]:
    for node in world.all("def:PDFPageRef"):
        pages, first, last = (world.get(node, name) for name in ("PageRefs", "FirstPage", "LastPage"))
        type_ = world.get(node, "Type")
        said = pages or f"{first}-{last}"
        if type_ not in (NUMBERED_PAGES, NAMED_PAGES):
            yield Fault(node, type_, f"Type is {NUMBERED_PAGES} or {NAMED_PAGES}")
        elif not pages.strip() and not (first and last):
            yield Fault(node, pages, "none is named")
        elif type_ == NUMBERED_PAGES and not all(_is_page(p) for p in (*pages.split(), *filter(None, (first, last)))):
            yield Fault(node, short(said), "a page is a whole number from 1")
        elif first.isdecimal() and last.isdecimal() and int(first) > int(last):
            yield Fault(node, said, "the first is after the last")


def _is_page(text: str) -> bool:
    return text.isdecimal() and int(text) > 0


@kind
def analysed_elsewhere(world: World, rule: Rule) -> Iterator[Fault]:
    own = {d.oid: {v.oid for v in d.variables} for d in world.metadata.datasets}
    for node in world.all("arm:AnalysisVariable"):
        above = node.getparent()
        group, item = world.get(above, "ItemGroupOID") if above is not None else "", world.get(node, "ItemOID")
        if group in own and item in world.items and item not in own[group]:
            yield Fault(node, world.get(world.items[item], "Name"), world.get(world.groups[group], "Name"))


@kind
def kind_differs(world: World, rule: Rule) -> Iterator[Fault]:
    """A variable that is of numbers in one dataset and of texts in another."""
    first: dict[str, tuple[str, bool]] = {}
    for dataset, variable in world.variables():
        if variable.type:
            of_numbers = variable.type in _NUMBERS
            before, other = first.setdefault(variable.name, (dataset.name, of_numbers))
            if of_numbers != other:
                words = ("texts", "numbers")
                said = f"{words[other]} in {before}"
                yield Fault(world.items[variable.oid], f"{variable.name} is of {words[of_numbers]}", said)
