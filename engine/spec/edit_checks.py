"""The library of edit checks that ships: what a data manager of a trial asks, said in datasets and variables of SDTM.

``specs/standards/edit-checks.yaml`` holds them as data; `onespec.engine.spec.library` switches them on for a study.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from onespec.engine.findings import Findings, Stopped
from onespec.engine.spec.layers import texts
from onespec.engine.spec.yamltext import Map, Seq, load_yaml

FILE = "edit-checks.yaml"
Said = Mapping[str, str]  # language -> text


@dataclass(frozen=True)
class EditCheck:
    """One check of the library.

    id          ``EC-AE-07``: the group stands between the hyphens
    title       what it looks for
    message     what is asked of the site; without English the operation's own words are
    fix         what the site is to do
    source      where the rule stands: a guide and its section, a criterion, good clinical practice
    operation   the check of the registry, with its ``parameters`` as checks.yaml has them
    """

    id: str
    title: Said
    message: Said
    fix: Said
    source: str
    operation: str
    parameters: Map

    @property
    def group(self) -> str:
        return self.id.split("-")[1]

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets whose records it looks at, in the order in which it names them."""
        return tuple(dict.fromkeys(_datasets(self.parameters)))

    @property
    def tables(self) -> tuple[str, ...]:
        """The shipped tables that it names."""
        return tuple(name for name in texts(self.parameters) if name in library().tables)


@dataclass(frozen=True)
class Library:
    """All checks by id, the groups by name with their titles, and the tables of the standards that the checks name."""

    checks: Mapping[str, EditCheck]
    groups: Mapping[str, Said]
    tables: Mapping[str, list[dict[str, str]]]

    def of(self, group: str) -> tuple[str, ...]:
        return tuple(id_ for id_, check in self.checks.items() if check.group == group)


@lru_cache
def library() -> Library:
    """The library as it ships; raises `Stopped` when its file is damaged."""
    findings = Findings()
    standards = resources.files("onespec.standards")
    with resources.as_file(standards / FILE) as path:
        entry = load_yaml(path, FILE, findings)
    if findings.stops:
        raise Stopped(findings)
    usual = entry["fixes"]
    checks = {id_: _check(id_, written, usual) for id_, written in entry["checks"].items()}
    tables = {}
    for name, written in entry["tables"].items():
        renamed = written.get("columns", {})
        rows = csv.DictReader((standards / written["file"]).read_text(encoding="utf-8").splitlines())
        tables[name] = [{renamed.get(column, column): cell for column, cell in row.items()} for row in rows]
    return Library(checks, {name: dict(title) for name, title in entry["groups"].items()}, tables)


def _check(id_: str, written: Map, fixes: Map) -> EditCheck:
    fix = written.get("fix", "which")
    said = (dict(written["title"]), dict(written.get("message", {})), dict(fixes[fix] if isinstance(fix, str) else fix))
    return EditCheck(id_, *said, written["source"], written["check"], written["with"])


def _datasets(value: Any) -> Iterator[str]:
    """The datasets of a check's parameters: what stands under ``from``, and before the dot of a reference."""
    for key, each in value.items() if isinstance(value, Map) else ():
        if key == "from":
            yield from each if isinstance(each, Seq) else (each,)
        elif isinstance(each, Map):
            yield from _datasets(each)
        elif isinstance(each, Seq):
            for one in each:
                yield from _datasets(one)
        elif isinstance(each, str) and key != "message" and each.partition(".")[2].isupper():
            yield each.partition(".")[0]
