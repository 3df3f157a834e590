"""The schema of Define-XML: its XSD files come with the library odmlib, of which nothing but these files is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from lxml import etree

from onespec.define.check.rules import Fault, Rule, kind
from onespec.define.check.world import World

_FILES = {"2.1": "arm/1.0-define2.1/arm1-0-0.xsd", "2.0": "arm/1.0/arm1-0-0.xsd"}  # with ARM 1.0
_SPACE = re.compile(r"\{([^}]*)\}")
_SHORT = {"http://www.cdisc.org/ns/odm/v1.3": "", "http://www.w3.org/1999/xlink": "xlink:"}
NOT_THERE = (
    "The schema was not asked: its files come with the library odmlib, which is not installed "
    "(pip install 'onespec[define]')."
)


@lru_cache
def schema_of(version: str) -> etree.XMLSchema | None:
    """The schema of Define-XML 2.0 or 2.1 with ARM 1.0; None where odmlib is not installed."""
    library = find_spec("odmlib")
    if library is None or library.origin is None:
        return None
    path = Path(library.origin).parent / "schemas" / _FILES[version]
    if not path.is_file():
        return None
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True, resolve_entities=False)))


@kind
def schema(world: World, rule: Rule) -> Iterator[Fault]:
    """Every fault that the schema finds, each once."""
    asked = schema_of(world.version)
    if asked is None or asked.validate(world.root):
        return
    seen = set()
    for error in asked.error_log:  # pyright: ignore[reportGeneralTypeIssues]  stubs lack its iterator
        message = plain(error.message)
        if error.type_name == "SCHEMAV_CVC_IDC" and "No precomputed value" in error.message:
            continue  # it says that another fault kept it from comparing
        node = _node(world, error)
        if (message, error.line, world.oid(node)) not in seen:
            seen.add((message, error.line, world.oid(node)))
            yield Fault(node, detail=message)


def plain(message: str) -> str:
    """The schema's words without namespaces in full."""

    def prefix(found: re.Match) -> str:
        space = found[1]
        return _SHORT.get(space, "def:" if "/def/" in space else "arm:" if "/arm/" in space else "")

    return _SPACE.sub(prefix, message)


def _node(world: World, error: etree._LogEntry) -> etree._Element:
    """The element of a fault, by its path: names without a prefix of their own stand in it as ``*``."""
    spaces = {prefix: uri for prefix, uri in world.head.nsmap.items() if prefix}
    try:
        found = world.root.getroottree().xpath(str(getattr(error, "path", "") or ""), namespaces=spaces)
    except etree.XPathError:
        found = []
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else world.head
