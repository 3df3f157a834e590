"""What a define.xml names, looked for in the package: files, the stylesheet, pages and named destinations of PDF."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from onespec.define.check import documents
from onespec.define.check.rules import Fault, Rule, rules
from onespec.define.check.run import read_world
from onespec.engine.findings import STOP, Finding
from onespec.engine.metadata.read import NotDefine

DEFINE = "define.xml"
_ASKED = (
    documents.file_absent,
    documents.guide_absent,
    documents.stylesheet_absent,
    documents.pdf_unreadable,
    documents.page_absent,
    documents.destination_absent,
)


def link_faults(path: Path, name: str, in_parts: Collection[str], package: Path) -> Iterator[Finding]:
    """What a define.xml names and the package around it does not hold; findings call it ``name``.

    in_parts  files of datasets that stand in the package in parts alone
    """
    try:
        world = read_world(path)
    except (NotDefine, OSError) as error:
        yield Finding("PACKAGE-DEFINE", STOP, str(error), "Build again.", file=name)
        return
    for leaf in world.all("def:leaf"):
        href = world.get(leaf, "xlink:href")
        place = documents.target(world, href)
        if place is None or not place.resolve().is_relative_to(package.resolve()):
            message, fix = f"The file {href} does not lie in the package.", "Name a file that does."
            line = leaf.sourceline or None
            yield Finding("PACKAGE-LINK", STOP, message, fix, file=name, line=line, value=href)
    known = {rule.kind: rule for rule in rules().values()}
    for ask in _ASKED:
        for fault in ask(world, known[ask.__name__]):
            if fault.value not in in_parts:
                yield _finding(fault, known[ask.__name__], name)


def _finding(fault: Fault, rule: Rule, name: str) -> Finding:
    message = rule.message.replace("{detail}", fault.detail).replace("{value}", fault.value)
    line = fault.node.sourceline or None
    fix = "Make it (onespec document, onespec package), or correct 'documents:' of study.yaml."
    return Finding("PACKAGE-LINK", STOP, message, fix, file=name, line=line, value=fault.value)
