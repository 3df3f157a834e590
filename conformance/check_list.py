"""The checks of ``checks.yaml`` and ``adam-checks.yaml``: data that name a function, datasets, and what it says.

checks:
  OS0401:
    check: iso_date                                  # a function of conformance/checks
    datasets: all                                    # all, package, names, classes of the standard, SUPP--
    except: [TI]
    where: {LBSTAT: ""}                              # which records
    with: {dates: [--DTC, --STDTC]}                  # its parameters; -- stands for the domain's prefix
    message: "The date is {detail}."
    fix: Correct the format of the field in crf.yaml.
    source: SDTMIG 3.4, section 4.4.1
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import pandas as pd

from onespec.conformance.data import Data, meant
from onespec.conformance.guides import SDTM, Guide
from onespec.conformance.series import TEXT
from onespec.engine.findings import STOP, Findings, unknown
from onespec.engine.notation import PLAIN
from onespec.engine.registry import CHECK, Operation, Registry, discover
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.yamltext import Map, Seq, load_yaml

FUNCTIONS = "onespec.conformance.checks"
_KEYS = ("check", "datasets", "except", "where", "with", "message", "fix", "source")
_INJECTED = {"Data", "Define", "Study"}
_LISTS = ("variables", "names of a list", "references")


@dataclass(frozen=True)
class Check:
    """One entry of checks.yaml, its names resolved."""

    id: str
    operation: Operation
    datasets: tuple[str, ...]
    but: tuple[str, ...]
    where: tuple[Condition, ...]
    parameters: dict[str, Any]
    message: str
    fix: str
    source: str

    def looks_at(self, called: frozenset[str]) -> bool:
        """True for a dataset of these, by one of the names that it is called by."""
        return called.isdisjoint(self.but) and not called.isdisjoint(self.datasets)

    def conditions(self, prefix: str) -> tuple[Condition, ...]:
        return tuple(replace(c, name=c.name.replace("--", prefix)) for c in self.where)

    def arguments(self, data: Data) -> dict[str, object] | None:
        """What the function is called with; None where the dataset has not what it needs."""
        injected = {"Data": data, "Define": data.world.define, "Study": data.world.study}
        out: dict[str, object] = {}
        for name, parameter in self.operation.parameters.items():
            if parameter.kind in _INJECTED:
                value = injected[parameter.kind]
            elif name in self.parameters:
                value = _served(parameter.kind, _of_domain(self.parameters[name], data.prefix), data)
            else:
                continue
            if value is None:
                return None
            out[parameter.argument] = value
        return out

    def text(self, prefix: str, detail: str) -> str:
        return self.message.replace("--", prefix).replace("{detail}", detail)


def _of_domain(value: Any, prefix: str) -> Any:
    """The value with ``--`` replaced by the domain's prefix."""
    if isinstance(value, list):
        return [_of_domain(v, prefix) for v in value]
    return value.replace("--", prefix) if isinstance(value, str) else value


def _served(kind: str, value: Any, data: Data) -> Any:
    """The value as far as the dataset can serve it; None where the dataset has not what is named."""
    if kind == "variables":
        return list(dict.fromkeys(name for v in value for name in meant(data, v))) or None
    there = {
        "variable": lambda: value in data,
        "reference": lambda: _there(data, value),
        "references": lambda: all(_there(data, v) for v in value),
    }
    return value if kind not in there or there[kind]() else None


def _there(data: Data, reference: str) -> bool:
    name, _, variable = reference.partition(".")
    return variable in data.dataset(name) and (variable == "USUBJID" or data.records_of(name) > 0)


def standards_folder() -> Traversable:
    """Where the facts of the standards lie."""
    return resources.files("onespec.standards")


def functions() -> Registry:
    return discover((FUNCTIONS,))


def read_checks(folder: Traversable, findings: Findings, guide: Guide = SDTM) -> list[Check]:
    """The checks of a guide in the order of its file; every fault is a finding with its line."""
    with resources.as_file(folder / guide.file) as path:
        entry = load_yaml(path, guide.file, findings)
    reader, registry = EntryReader(guide.file, findings), functions()
    reader.unknown_keys(entry, ("checks",), guide.file)
    listed = reader.mapping(entry, "checks")
    reading = Reading(reader, registry, folder, guide)
    checks = [_check(reading, name, item, listed.lines[name]) for name, item in listed.items()]
    return [c for c in checks if c]


@dataclass(frozen=True)
class Reading:
    """What the entries of a file are read with."""

    reader: EntryReader
    registry: Registry
    folder: Traversable
    guide: Guide


def _check(reading: Reading, name: str, item: object, line: int) -> Check | None:
    reader, registry, guide = reading.reader, reading.registry, reading.guide
    if not isinstance(item, Map):
        reader.stop(
            "SPEC-TYPE", f"Check {name} must be a mapping.", "Write check, datasets, message, fix, source.", line
        )
        return None
    reader.unknown_keys(item, _KEYS, "a check")
    need = {k: reader.text(item, k, required=True, what=f"Check {name}") for k in ("check", "message", "fix", "source")}
    datasets = reader.names(item, "datasets")
    if not datasets:
        reader.stop("SPEC-MISSING", f"Check {name} has no 'datasets'.", "Write 'datasets: all', or names.", line)
    for wrong in [d for d in (*datasets, *reader.names(item, "except")) if not guide.knows(d)]:
        reader.stop("SPEC-DATASET", *unknown("dataset or class", wrong, guide.names()), item.lines["datasets"])
    operation = registry.get((CHECK, need["check"]))
    if not operation:
        reader.findings.add(
            "SPEC-METHOD",
            STOP,
            *unknown("check", need["check"], registry.names(CHECK)),
            file=reader.file,
            line=item.lines.get("check", line),
        )
        return None
    parameters = _parameters(reader, operation, reading.folder, reader.mapping(item, "with"), line)
    return Check(
        name,
        operation,
        datasets,
        reader.names(item, "except"),
        reader.where(item),
        parameters,
        need["message"],
        need["fix"],
        need["source"],
    )


def _parameters(
    reader: EntryReader, operation: Operation, folder: Traversable, given: Map, line: int
) -> dict[str, object]:
    known = {n: p for n, p in operation.parameters.items() if p.kind not in _INJECTED}
    reader.unknown_keys(given, known, f"'with' of {operation.name}")
    for name, p in known.items():
        if p.required and name not in given:
            reader.stop("SPEC-PARAMETER", f"{operation.name} needs the parameter '{name}'.", f"Add '{name}:'.", line)
    return {n: _typed(reader, folder, p.kind, n, v, given.lines[n]) for n, v in given.items() if (p := known.get(n))}


def _typed(reader: EntryReader, folder: Traversable, kind: str, name: str, value: object, line: int) -> object:
    if kind in _LISTS:
        if isinstance(value, str) or isinstance(value, Seq) and all(isinstance(v, str) for v in value):
            return [value] if isinstance(value, str) else list(value)
        reader.stop("SPEC-TYPE", f"'{name}' must be a text or a list of texts.", "Write [A, B].", line)
        return []
    if not isinstance(value, str):
        reader.stop("SPEC-TYPE", f"'{name}' must be one text.", "Write one value.", line)
    elif kind in ("int", "float") and not PLAIN.fullmatch(value):
        reader.stop("SPEC-PARAMETER", f"'{name}' must be a number, not '{value}'.", "Write a number.", line)
    elif kind == "facts":
        return _facts(reader, folder, value, line)
    elif kind in ("int", "float"):
        return int(value) if kind == "int" else float(value)
    elif kind == "reference" and "." not in value:
        reader.stop(
            "SPEC-TYPE", f"'{value}' of '{name}' is not DS.VAR.", "Write the dataset, a dot and the variable.", line
        )
    return value


def _facts(reader: EntryReader, folder: Traversable, name: str, line: int) -> pd.DataFrame:
    file = folder / f"{name}.csv"
    if not file.is_file():
        names = [p.name.removesuffix(".csv") for p in folder.iterdir() if p.name.endswith(".csv")]
        reader.findings.add("SPEC-TABLE", STOP, *unknown("table", name, names), file=reader.file, line=line)
        return pd.DataFrame()
    return pd.DataFrame(list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())), dtype=TEXT)


def lines(checks: list[Check]) -> Iterator[str]:
    """The checks as a table of Markdown, for the page of documentation."""
    yield "| rule | datasets | what is wrong | function | source |"
    yield "|---|---|---|---|---|"
    for c in checks:
        but = f", not {', '.join(c.but)}" if c.but else ""
        where = f" where {' and '.join(w.text() for w in c.where)}" if c.where else ""
        yield (
            f"| {c.id} | {', '.join(c.datasets)}{but}{where} | {c.message.replace('|', '/')} | `{c.operation.name}` "
            f"| {c.source} |"
        )
