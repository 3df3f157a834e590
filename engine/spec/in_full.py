"""Datasets and checks in full: what they inherit, share and name is written out, and nothing after it knows of that.

Each entry keeps the line, and the file, that it is written on.
"""

from __future__ import annotations

from collections.abc import Mapping

from onespec.engine.findings import Findings
from onespec.engine.registry import CHECK, RECORDS, Operation, Registry
from onespec.engine.spec.check_steps import each_dataset
from onespec.engine.spec.common import misspelt, with_common
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.forms import Form
from onespec.engine.spec.found import with_found
from onespec.engine.spec.library import with_library
from onespec.engine.spec.named import with_named
from onespec.engine.spec.roles import Roles
from onespec.engine.spec.written import WrittenCommon
from onespec.engine.spec.yamltext import Map

COMMON = "common.yaml"
Files = Mapping[str, tuple[str, Map]]  # by file: standard, and the entries of the dataset


# parameters: the four kinds of files, what reads them and what collects their findings
def in_full(
    files: Files, asked: Map, common: Map, forms: Mapping[str, Form], registry: Registry, findings: Findings
) -> tuple[Files, Map]:
    """The datasets' files, and checks.yaml (``asked``), in full."""
    shared = EntryReader(COMMON, findings)
    shared.entry(WrittenCommon, common)
    if common:
        misspelt(shared, common)
    checks = EntryReader("checks.yaml", findings)
    known = _operations(registry, CHECK)
    asked = each_dataset(checks, with_library(checks, with_named(checks, asked, known, "checks"), known))
    steps, out = _operations(registry, RECORDS), {}
    for file, (standard, entry) in files.items():
        reader = EntryReader(file, findings)
        entry = with_named(reader, entry, steps, "records")
        out[file] = standard, with_common(reader, entry, standard, common, Roles(entry, forms), registry)
    return with_found(out, asked, registry, findings), asked


def _operations(registry: Registry, role: str) -> dict[str, Operation]:
    return {name: registry[role, name] for name in registry.names(role)}
