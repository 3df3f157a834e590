"""checks.yaml: operations that look at records side by side, written as record steps are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from onespec.engine.declared import keys
from onespec.engine.findings import Findings
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.layers import of_domain, without
from onespec.engine.spec.library import TAKEN
from onespec.engine.spec.model import Step, Taken, Values
from onespec.engine.spec.written import WrittenChecks
from onespec.engine.spec.yamltext import Map, Seq, one_entry, sequence_of


def each_dataset(reader: EntryReader, entry: Map) -> Map:
    """checks.yaml with a check of each dataset where one is asked of several; ``--`` is the domain's name."""
    listed = entry.get("checks")
    if not isinstance(listed, Seq):
        return entry
    out: list[tuple[Any, int]] = []
    for step, line in zip(listed, listed.lines, strict=True):
        operation, body = next(iter(step.items())) if isinstance(step, Map) and len(step) == 1 else ("", None)
        several = body.get("from") if isinstance(body, Map) else None
        if not isinstance(body, Map) or not isinstance(several, Seq):
            out.append((step, line))
            continue
        if "name" in body:
            problem = f"The check {body['name']} has a name and is asked of several datasets."
            reader.stop("SPEC-STEP", problem, "Write a check for the dataset whose records are named.", line)
        for name in reader.names(body, "from"):
            of_one = of_domain(body, name)
            of_one.put("from", name, body.lines["from"])
            out.append((one_entry(operation, of_one, line), line))
    whole = without(entry, ["checks"])
    whole.put("checks", sequence_of(out, listed.line), entry.lines["checks"])
    return whole


def read_checks(entry: Map, values: Values, findings: Findings) -> tuple[Step, ...]:
    """The checks of checks.yaml: a list of operations, as record steps are written."""
    reader = EntryReader("checks.yaml", findings, values)
    reader.unknown_keys(entry, keys(WrittenChecks), "checks.yaml")
    out = []
    listed = entry.get("checks", "")
    if not isinstance(listed, Seq):
        reader.stop(
            "SPEC-TYPE",
            "'checks' must be a list.",
            "Write one '- must_exist: {from: ...}' a line.",
            entry.lines.get("checks", 1),
        )
        return ()
    for item, line in zip(listed, listed.lines, strict=True):
        if isinstance(item, Map) and len(item) == 1 and isinstance(next(iter(item.values())), Map):
            operation, body = next(iter(item.items()))
            taken = body.get(TAKEN)
            beside = ("from", "where", "name", *([TAKEN] if isinstance(taken, Taken) else []))
            parameters = {k: v for k, v in body.items() if k not in beside}
            step = Step(operation, reader.text(body, "from"), reader.where(body), {}, parameters, line=line)
            out.append(replace(step, taken=taken if isinstance(taken, Taken) else None))
        else:
            reader.stop(
                "SPEC-STEP", "A check is one operation with its parameters.", "Write '- must_exist: {from: ...}'.", line
            )
    return tuple(out)
