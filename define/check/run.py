"""The check of a define.xml: every rule that can be asked, all findings in one list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

# The functions are registered where their files are imported.
from onespec.define.check import conditions, documents, guides, items, kinds, published, schema  # noqa: F401
from onespec.define.check.rules import ERROR, KINDS, SEVERITIES, Fault, Rule, rules
from onespec.define.check.world import World
from onespec.engine.disk import bytes_of
from onespec.engine.metadata.read import LARGEST, NotDefine

SCHEMA, PLACEHOLDER = "DX0001", "DX0407"


@dataclass(frozen=True)
class Finding:
    """One fault of a define.xml.

    element  as ItemDef or def:leaf; ``oid`` what it is known by, ``name`` what a reader calls it (DM.AGE)
    line     of the file
    value    what stands there
    """

    rule: str
    severity: str
    element: str
    oid: str
    name: str
    line: int
    message: str
    value: str
    fix: str
    source: str
    fault: Fault | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Checked:
    """What a check found.

    file      as it was given; ``version`` of Define-XML
    findings  in the order of rules, and of lines within a rule
    asked     how many rules were asked
    notes     what could not be asked, and why
    schema    how many faults the schema finds, those included that another rule tells in its place
    """

    file: str
    version: str
    findings: tuple[Finding, ...]
    asked: int
    notes: tuple[str, ...]
    schema: int = 0

    @property
    def good(self) -> bool:
        """Is there no error?"""
        return not any(f.severity == ERROR for f in self.findings)

    @property
    def count(self) -> dict[str, int]:
        """How many findings there are of each severity."""
        counted = Counter(f.severity for f in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}


def read_world(path: Path, has_data: bool = False) -> World:
    """A file to check; raises `NotDefine`, or `OSError` for one that cannot be read."""
    if path.stat().st_size > LARGEST:
        raise NotDefine(f"The file is larger than {LARGEST >> 20} MB: no define.xml is.")
    return World(bytes_of(path), path, has_data)


def check_world(world: World, name: str, told: Mapping[str, Iterable[Fault]] | None = None) -> Checked:
    """Ask all rules; ``told``: what the rules about data found, by rule; None where there are no data."""
    asked = [
        r
        for r in rules().values()
        if (not r.version or r.version == world.version) and (told is not None or not r.data)
    ]
    if schema.schema_of(world.version) is None:
        asked = [r for r in asked if r.id != SCHEMA]
    found = {
        rule.id: list((told or {}).get(rule.id, ()) if rule.data else KINDS[rule.kind](world, rule)) for rule in asked
    }
    findings = [_finding(world, rule, fault) for rule in asked for fault in _once(rule, found)]
    findings.sort(key=lambda f: (f.rule, f.line, f.oid, f.message))
    return Checked(name, world.version, tuple(findings), len(asked), tuple(_notes(world)), len(found.get(SCHEMA, ())))


def _notes(world: World) -> Iterator[str]:
    if schema.schema_of(world.version) is None:
        yield schema.NOT_THERE
    if not documents.pdf_library() and world.all("def:PDFPageRef"):
        yield documents.NO_PDF_LIBRARY
    yield from guides.not_held(world)
    yield from published.not_held(world)


def _once(rule: Rule, found: dict[str, list[Fault]]) -> Iterator[Fault]:
    """The faults of a rule, without those that another rule says more plainly.

    A placeholder is told as one, not as whatever else it is too; of what the schema sees, the rule that sees it too.
    """
    if rule.id == SCHEMA:
        better = {id(f.node) for name, faults in found.items() if rules()[name].schema for f in faults}
        yield from (f for f in found[SCHEMA] if not better & {id(node) for node in _blamed(f)})
    elif rule.id != PLACEHOLDER and found.get(PLACEHOLDER):
        left = {id(node) for f in found[PLACEHOLDER] for node in _around(f.node)}
        yield from (f for f in found[rule.id] if id(f.node) not in left or not _is_placeholder(found, f))
    else:
        yield from found[rule.id]


def _blamed(fault: Fault) -> list[etree._Element]:
    """The elements that a fault of the schema is about: of one that is not expected the one that holds it, too."""
    above = fault.node.getparent()
    return [fault.node, above] if above is not None and "is not expected" in fault.detail else [fault.node]


def _around(node: etree._Element) -> Iterator[etree._Element]:
    yield node
    yield from node.iterancestors()


def _is_placeholder(found: dict[str, list[Fault]], fault: Fault) -> bool:
    return bool(fault.value) and any(fault.value in (f.value, f.value.strip()) for f in found[PLACEHOLDER])


def _finding(world: World, rule: Rule, fault: Fault) -> Finding:
    message = rule.message.replace("{detail}", fault.detail).replace("{value}", fault.value)
    node = fault.node
    return Finding(
        rule.id,
        rule.severity,
        world.element(node),
        world.oid(node),
        world.called(node),
        node.sourceline or 0,
        message,
        fault.value,
        rule.fix,
        rule.source,
        fault,
    )
