"""Rules about the datasets and variables of SDTMIG and ADaMIG, of the versions whose facts ship with the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from onespec.define.check.kinds import short
from onespec.define.check.published import is_published
from onespec.define.check.rules import Fault, Rule, kind, rules
from onespec.define.check.world import World
from onespec.engine.metadata.model import Dataset, Variable, said_in
from onespec.engine.spec.standards import SHIPPED, Fact, dataset_fact, facts, find, own_structure

_CHAR = ("text", "datetime", "durationDatetime")
_NUMBERS = ("integer", "float")
_BELOW = {"ADSL": ("ADSL",), "BDS": ("BDS",), "TTE": ("TTE", "BDS"), "OCCDS": ("OCCDS",), "ADAE": ("ADAE", "OCCDS")}
_RELATED = ("SUPP", "SQ")


class Held(NamedTuple):
    """A dataset that is held against a guide.

    standard  sdtm or adam; ``guide`` its name and version, ``cls`` its class as the facts call it, "" of an unknown one
    """

    dataset: Dataset
    standard: str
    guide: str
    cls: str


def held(world: World) -> Iterator[Held]:
    """The datasets of guides whose facts ship."""
    for dataset in world.metadata.datasets:
        standard = world.standard_of(dataset.standard)
        guide = world.guide_of(dataset.standard)
        if standard and guide and guide.version == SHIPPED[standard][1] and dataset.non_standard != "Yes":
            yield Held(dataset, standard, " ".join(SHIPPED[standard]), _class(dataset, standard))


def not_held(world: World) -> list[str]:
    """Guides whose facts do not ship, in words."""
    out = set()
    for dataset in world.metadata.datasets:
        guide, standard = world.guide_of(dataset.standard), world.standard_of(dataset.standard)
        if guide and (not standard or guide.version != SHIPPED[standard][1]):
            out.add(f"{guide.name} {guide.version}".strip())
    shipped = " and ".join(" ".join(each) for each in SHIPPED.values())
    return [f"Names, labels, types and classes were not held against {each}; {shipped} ship." for each in sorted(out)]


def _class(dataset: Dataset, standard: str) -> str:
    if standard == "sdtm":
        fact = dataset_fact(_known_as(dataset))
        return fact.cls if fact else ""
    said = {dataset.cls, *dataset.subclasses}
    if "SUBJECT LEVEL ANALYSIS DATASET" in said:
        return "ADSL"
    if "BASIC DATA STRUCTURE" in said:
        return "TTE" if "TIME-TO-EVENT" in said else "BDS"
    if "OCCURRENCE DATA STRUCTURE" in said:
        return "ADAE" if "ADVERSE EVENT" in said else "OCCDS"
    return ""


def _known_as(dataset: Dataset) -> str:
    """The name by which the guide knows a dataset of SDTM: a part of a split domain is that domain."""
    if dataset.name.startswith("SQ"):
        return "SUPP" + dataset.domain
    if not dataset.name.startswith("SUPP") and dataset_fact(dataset.name) is None and dataset.domain:
        return dataset.domain
    return dataset.name


def variables(world: World) -> Iterator[tuple[Held, Variable, Fact]]:
    """Variables that the standard has, each with what it says."""
    for each in held(world):
        for variable in each.dataset.variables:
            if variable.oid and (fact := fact_of(each, variable.name)):
                yield each, variable, fact


def fact_of(each: Held, name: str) -> Fact | None:
    return find(each.standard, _known_as(each.dataset) if each.standard == "sdtm" else "", each.cls, name)


def _ref(world: World, each: Held, variable: Variable) -> etree._Element:
    return world.refs.get((each.dataset.oid, variable.oid), world.head)


# -- datasets --------------------------------------------------------------------------------------


@kind
def dataset_unknown(world: World, rule: Rule) -> Iterator[Fault]:
    for each in held(world):
        if each.standard == "sdtm" and not each.cls:
            yield Fault(world.groups[each.dataset.oid], each.dataset.name, each.guide)


@kind
def class_differs(world: World, rule: Rule) -> Iterator[Fault]:
    """Classes of ADaM depend on what the dataset holds: only that of ADSL is known by its name."""
    for each in held(world):
        said = each.dataset.cls.upper().replace("-", " ")
        if each.standard == "sdtm":
            wanted = each.cls.upper().replace("-", " ")
        else:
            wanted = "SUBJECT LEVEL ANALYSIS DATASET" if each.dataset.name == "ADSL" else ""
        if said and wanted and said != wanted:
            yield Fault(world.groups[each.dataset.oid], each.dataset.cls, f"{each.dataset.name} is {wanted}")


@kind
def dataset_label_differs(world: World, rule: Rule) -> Iterator[Fault]:
    for each in held(world):
        fact = dataset_fact(each.dataset.name) if each.standard == "sdtm" else None
        said = said_in(each.dataset.label, "en")
        if fact and said and not _same_label(said, fact.label):
            yield Fault(world.groups[each.dataset.oid], said, fact.label)


# -- variables -------------------------------------------------------------------------------------


@kind
def variable_unknown(world: World, rule: Rule) -> Iterator[Fault]:
    """Of SDTM; ADaM lets a sponsor add variables of its own."""
    for each in held(world):
        if each.standard != "sdtm" or not each.cls:
            continue
        for variable in each.dataset.variables:
            if variable.oid and variable.non_standard != "Yes" and fact_of(each, variable.name) is None:
                yield Fault(_ref(world, each, variable), variable.name, f"{each.dataset.name} of {each.guide}")


@kind
def variable_known(world: World, rule: Rule) -> Iterator[Fault]:
    for each, variable, _ in variables(world):
        if variable.non_standard == "Yes":
            yield Fault(_ref(world, each, variable), variable.name, f"{each.dataset.name} of {each.guide}")


@kind
def variable_required(world: World, rule: Rule) -> Iterator[Fault]:
    for each in held(world):
        there = {v.name for v in each.dataset.variables}
        for name in _required(each):
            if name not in there:
                yield Fault(world.groups[each.dataset.oid], name, each.guide)


def _required(each: Held) -> list[str]:
    """Variables without placeholders that the guide requires."""
    listed = facts(each.standard, _known_as(each.dataset) if each.standard == "sdtm" else "", each.cls)
    own = frozenset().union(*(own_structure(cls) for cls in _BELOW.get(each.cls, ())))
    return [
        name
        for name, fact in listed.items()
        if fact.core == "Req" and name.isupper() and name.isalnum() and (each.standard == "sdtm" or name in own)
    ]


@kind
def required_not_mandatory(world: World, rule: Rule) -> Iterator[Fault]:
    """Of SDTM, where required means filled; ADaM only wants the variable to be there."""
    for each in held(world):
        required = set(_required(each)) if each.standard == "sdtm" else set()
        for variable in each.dataset.variables:
            blank = (each.dataset.name, variable.name) in world.blank  # then the data are at fault, and No is true
            if variable.name in required and variable.mandatory == "No" and not blank:
                yield Fault(_ref(world, each, variable), variable.name, each.guide)


@kind
def label_differs(world: World, rule: Rule) -> Iterator[Fault]:
    told = set()
    for _, variable, fact in variables(world):
        said = said_in(variable.label, "en")
        if said and variable.oid not in told and not _same_label(said, fact.label):
            told.add(variable.oid)
            yield Fault(world.items[variable.oid], said, fact.label)


def _same_label(said: str, wanted: str) -> bool:
    """Alike but for what the guide leaves open in brackets, and for blanks; a label of another language is another's
    business."""
    if not said.isascii():
        return True
    pattern = re.sub(r"\\\[.*?\\\]|\\\{.*?\\\}|\\\.\\\.\\\.", ".+", re.escape(" ".join(wanted.split())))
    return re.fullmatch(pattern, " ".join(said.split())) is not None


@kind
def type_differs(world: World, rule: Rule) -> Iterator[Fault]:
    told = set()
    for _, variable, fact in variables(world):
        is_number, wanted = variable.type in _NUMBERS, fact.type not in _CHAR
        if variable.type and is_number != wanted and variable.oid not in told:
            if variable.type not in (*_NUMBERS, "text") and wanted:
                continue  # a date of ADaM that is described as one, and is a number in the file
            told.add(variable.oid)
            yield Fault(world.items[variable.oid], variable.type, "Num" if wanted else "Char")


@kind
def role_differs(world: World, rule: Rule) -> Iterator[Fault]:
    """What is no role at all is no other one."""
    known = {role.casefold() for role in rules()["DX0619"].given["values"]}
    for each, variable, fact in variables(world):
        if variable.role.casefold() in known and fact.role and variable.role.casefold() != fact.role.casefold():
            yield Fault(_ref(world, each, variable), variable.role, fact.role)


@kind
def codelist_missing(world: World, rule: Rule) -> Iterator[Fault]:
    """None on the variable, nor on any of its values."""
    told = set()
    for _, variable, fact in variables(world):
        if fact.codelists and not variable.codelist and not any(v.codelist for v in variable.values):
            if variable.oid not in told and variable.no_data != "Yes":
                told.add(variable.oid)
                yield Fault(world.items[variable.oid], variable.name, ", ".join(fact.codelists))


@kind
def codelist_differs(world: World, rule: Rule) -> Iterator[Fault]:
    told = set()
    for _, variable, fact in variables(world):
        codelist = world.codelists.get(variable.codelist)
        code = codelist.aliases.get("nci:ExtCodeID", "") if codelist else ""
        if codelist is None or code and not is_published(world, codelist, code):
            continue
        if code and fact.codelists and code not in fact.codelists and variable.oid not in told:
            told.add(variable.oid)
            yield Fault(world.items[variable.oid], variable.name, short(", ".join(fact.codelists)))


@kind
def label_differs_between(world: World, rule: Rule) -> Iterator[Fault]:
    """A variable that has another label than in the first dataset that has it; what the guide names itself, and may
    name differently from dataset to dataset, another rule compares with the guide."""
    known = {(each.dataset.oid, variable.oid) for each, variable, _ in variables(world)}
    first: dict[str, tuple[str, str]] = {}
    for dataset, variable in world.variables():
        label = " ".join(said_in(variable.label, "en").split())
        if not label or (dataset.oid, variable.oid) in known:
            continue
        before, other = first.setdefault(variable.name, (dataset.name, label))
        if label != other:
            yield Fault(
                world.items[variable.oid], short(label), f"that of {before}.{variable.name} is '{short(other)}'"
            )
