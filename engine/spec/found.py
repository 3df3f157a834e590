"""Records that a check finds: a step `found` of a dataset is the named check of checks.yaml, as a record operation.

The rule is said once, in checks.yaml: the query asks about the records, the dataset holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Rows, Selection
from onespec.engine.declared import keys
from onespec.engine.findings import Findings, unknown
from onespec.engine.registry import CHECK, RECORDS, Operation, Registry
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.library import TAKEN
from onespec.engine.spec.written import FOUND, Found
from onespec.engine.spec.yamltext import Map, Seq

TOLD = "One record for each record of {source} that the rule finds: {rule}."  # of such a step
PRODUCED = "What the rule that found the record says of it."


@dataclass(frozen=True)
class FindRecords:
    """A check as the function of a record operation: a record for each that it reports, with the message.

    message  the column that takes what the check says
    """

    check: Callable[..., None]
    reports: tuple[str, ...] | None
    message: str
    asked: tuple[str, str, str]  # how the registry was asked for it: check, its name, column of the message

    def __call__(self, source: Selection, **given: Any) -> Rows:
        report = Report(self.reports)
        self.check(source=source, report=report, **given)
        at = np.concatenate([told.rows for told in report.entries] or [np.zeros(0, np.intp)])
        said = [told.message for told in report.entries for _ in told.rows]
        order = np.argsort(at, kind="stable")
        values = {self.message: text([said[n] for n in order])}
        return Rows(subject=source.subject.take(at[order]), values=values, source=source.name, position=at[order])


Files = Mapping[str, tuple[str, Map]]  # by file: standard, and the entries of the dataset


def with_found(files: Files, asked: Map, registry: Registry, findings: Findings) -> Files:
    """The datasets' files with each step `found` as the check that it names; ``asked`` is checks.yaml."""
    named: dict[str, tuple[str, Map]] = {}
    reader = EntryReader("checks.yaml", findings)
    for operation, body in _bodies(asked.get("checks")):
        name = reader.text(body, "name")
        if name in named:
            reader.stop("SPEC-TWICE", f"Check {name} is named twice.", "Give one another name.", body.lines["name"])
        elif name:
            named[name] = operation, body
    used: set[str] = set()
    out = {
        file: (standard, _expanded(EntryReader(file, findings), entry, named, registry, used))
        for file, (standard, entry) in files.items()
    }
    for name in named.keys() - used:
        problem = f"Check {name} has a name, and no step '{FOUND}' of a dataset names it."
        reader.stop("SPEC-UNUSED", problem, "Take the name out, or use it.", named[name][1].lines["name"])
    return out


def _bodies(checks: object) -> list[tuple[str, Map]]:
    """Each check that is written as one: its operation and its parameters."""
    listed = checks if isinstance(checks, Seq) else ()
    listed = [next(iter(check.items())) for check in listed if isinstance(check, Map) and len(check) == 1]
    return [(operation, body) for operation, body in listed if isinstance(body, Map)]


def _expanded(
    reader: EntryReader, entry: Map, named: dict[str, tuple[str, Map]], registry: Registry, used: set[str]
) -> Map:
    """A dataset's entries; a step that cannot be read is a finding, and goes."""
    steps = entry.get("records")
    if not isinstance(steps, Seq):
        return entry
    kept: list[tuple[Any, int]] = []
    for step, line in zip(steps, steps.lines, strict=True):
        body = step.get(FOUND) if isinstance(step, Map) and list(step) == [FOUND] else None
        if not isinstance(body, Map):
            kept.append((step, line))
            continue
        reader.unknown_keys(body, keys(Found), f"'{FOUND}'")
        name, message = (reader.text(body, key, required=True, what=f"'{FOUND}'") for key in ("check", "message"))
        if name and name not in named:
            reader.stop("SPEC-REFERENCE", *unknown("named check", name, named), line)
        elif name and message:
            used.add(name)
            operation, parameters = named[name]
            given = _map(
                {k: v for k, v in parameters.items() if k not in ("name", TAKEN)} | {"set": body.get("set", "")}, line
            )
            kept.append((_map({_registered(registry, operation, name, message): given}, line), line))
    steps[:], steps.lines = [step for step, _ in kept], [line for _, line in kept]
    return entry


def _map(entries: dict[str, Any], line: int) -> Map:
    """Entries that all stand on one line."""
    out = Map(entries)
    out.line, out.lines = line, dict.fromkeys(entries, line)
    return out


def _registered(registry: Registry, operation: str, name: str, message: str) -> str:
    """The name under which the registry has the check as a record operation; that of the check where there is none."""
    check = registry.get((CHECK, operation))
    if check is None or "source" not in check.parameters:
        return operation
    return registry.add_of_check(_as_records(check, name, message))


def found_of(registry: Registry) -> list[tuple[str, str, str]]:
    """What a specification has made of checks, for another process to make again."""
    functions = (operation.function for operation in registry.values())
    return [function.asked for function in functions if isinstance(function, FindRecords)]


def found_again(registry: Registry, asked: Iterable[tuple[str, str, str]]) -> None:
    """Make the same of the same checks in the registry of another process."""
    for operation, name, message in asked:
        _registered(registry, operation, name, message)


def _as_records(check: Operation, name: str, message: str) -> Operation:
    return replace(
        check,
        name=f"{FOUND} by {name}",
        role=RECORDS,
        text=TOLD.replace("{rule}", name.replace("_", " ")),
        function=FindRecords(check.function, check.reports, message, (check.name, name, message)),
        parameters={n: p for n, p in check.parameters.items() if p.kind != "report"},
        produces={message: PRODUCED},
        of_check=True,
    )
