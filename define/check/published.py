"""Rules about controlled terminology: codelists and terms as the package of the declared date has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from onespec.define.check.kinds import short
from onespec.define.check.rules import Fault, Rule, kind
from onespec.define.check.world import World
from onespec.engine.metadata.model import Codelist, Term, said_in
from onespec.engine.spec.terminology import Package, PublishedCodelist, shipped

_CODE = "nci:ExtCodeID"
_IS_CODE = re.compile(r"C\d+")


def package_of(world: World, codelist: Codelist) -> Package | None:
    """The package that a codelist is of; None where it names none, or one that does not ship."""
    named = _named(world, codelist)
    return shipped(*named) if named else None


def is_published(world: World, codelist: Codelist, code: str) -> bool:
    """False of an NCI code that the package of the codelist does not have; where none ships nobody knows."""
    package = package_of(world, codelist)
    return _IS_CODE.fullmatch(code) is not None and (package is None or code in package)


def _named(world: World, codelist: Codelist) -> tuple[str, str] | None:
    for standard in world.metadata.standards:
        if standard.oid and standard.oid == codelist.standard and standard.type == "CT":
            return standard.publishing_set.lower(), standard.version
    return None


def not_held(world: World) -> list[str]:
    """Packages that do not ship, in words."""
    out, unnamed = {}, 0
    for codelist in world.metadata.codelists:
        named = _named(world, codelist)
        if named and shipped(*named) is None:
            out[named] = out.get(named, 0) + 1
        unnamed += named is None and _CODE in codelist.aliases and world.version == "2.0"
    said = [
        f"{n} codelists were not held against the terminology {name.upper()} {date}, which does not ship."
        for (name, date), n in sorted(out.items())
    ]
    if unnamed:
        said.append(
            f"{unnamed} codelists were not held against terminology: Define-XML 2.0 does not say of which date."
        )
    return said


def _held(world: World) -> Iterator[tuple[Codelist, Package]]:
    for codelist in world.codelists.values():
        package = package_of(world, codelist)
        if package and codelist.aliases.get(_CODE):
            yield codelist, package


def _terms(world: World) -> Iterator[tuple[etree._Element, Term, PublishedCodelist, str]]:
    """The terms of codelists that are published, each with its element, that codelist, and how it is called."""
    for codelist, package in _held(world):
        code = codelist.aliases[_CODE]
        if code not in package:
            continue
        published = package[code]
        nodes = [n for n in world.codelist_nodes[codelist.oid] if n.get("CodedValue") is not None]
        for node, term in zip(nodes, codelist.terms, strict=False):
            yield node, term, published, f"{published.name} ({code}, {package.standard.upper()} {package.date})"


@kind
def codelist_unpublished(world: World, rule: Rule) -> Iterator[Fault]:
    for codelist, package in _held(world):
        if _IS_CODE.fullmatch(code := codelist.aliases[_CODE]) and code not in package:
            where = f"The terminology {package.standard.upper()} {package.date}"
            yield Fault(world.codelist_nodes[codelist.oid], code, where)


@kind
def term_added(world: World, rule: Rule) -> Iterator[Fault]:
    for node, term, published, said in _terms(world):
        if term.value not in published.terms and not published.extensible:
            yield Fault(node, short(term.value), f"{said}, which is not extensible{_close(term.value, published)}")


@kind
def term_not_marked(world: World, rule: Rule) -> Iterator[Fault]:
    for node, term, published, said in _terms(world):
        if term.value not in published.terms and published.extensible and term.extended != "Yes":
            yield Fault(node, short(term.value), said + _close(term.value, published))


def _close(value: str, published: PublishedCodelist) -> str:
    """A term that differs in capitals alone."""
    found = next((known for known in published.terms if known.casefold() == value.casefold()), "")
    return f"; it has '{found}'" if found else ""


@kind
def term_marked(world: World, rule: Rule) -> Iterator[Fault]:
    for node, term, published, said in _terms(world):
        if term.value in published.terms and term.extended == "Yes":
            yield Fault(node, short(term.value), said)


@kind
def term_code(world: World, rule: Rule) -> Iterator[Fault]:
    for node, term, published, _ in _terms(world):
        code, known = term.aliases.get(_CODE, ""), published.terms.get(term.value)
        if known and code and code != known.code:
            yield Fault(node, short(term.value), f"{known.code}; it says {code}")


@kind
def decode_of_test(world: World, rule: Rule) -> Iterator[Fault]:
    for node, term, published, _ in _terms(world):
        name, said = published.names.get(term.value, ""), said_in(term.decode, "en")
        if name and said and " ".join(said.split()) != name:
            yield Fault(node, short(term.value), f"'{name}'; it says '{short(said)}'")


@kind
def pair_differs(world: World, rule: Rule) -> Iterator[Fault]:
    """Codelists of test codes and of their names that one dataset uses, by the NCI codes of their terms."""
    told = set()
    for dataset in world.metadata.datasets:
        used = {v.name: world.codelists[v.codelist] for v in dataset.variables if v.codelist in world.codelists}
        for name, codes in used.items():
            names = used.get(name.removesuffix("CD")) if name.endswith(("TESTCD", "PARAMCD")) else None
            if names is None or (codes.oid, names.oid) in told:
                continue
            here, there = (_codes(codelist) for codelist in (codes, names))
            if here and there and here.keys() != there.keys():
                told.add((codes.oid, names.oid))
                alone = sorted({c: t for c, t in (here | there).items() if (c in here) != (c in there)}.values())
                yield Fault(world.codelist_nodes[codes.oid], short(", ".join(alone)), codes.name)


def _codes(codelist: Codelist) -> dict[str, str]:
    """The NCI codes of its terms, each with the term; none where a term has none, or that of another."""
    found = {term.aliases.get(_CODE, ""): term.value for term in codelist.terms}
    return {} if "" in found or len(found) < len(codelist.terms) else found
