"""checks.yaml: operations that look at records side by side, written as record steps are."""

from __future__ import annotations

from onespec.engine.declared import keys
from onespec.engine.findings import Findings
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import Step, Values
from onespec.engine.spec.written import WrittenChecks
from onespec.engine.spec.yamltext import Map, Seq


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
            parameters = {k: v for k, v in body.items() if k not in ("from", "where", "name")}
            out.append(Step(operation, reader.text(body, "from"), reader.where(body), {}, parameters, line=line))
        else:
            reader.stop(
                "SPEC-STEP", "A check is one operation with its parameters.", "Write '- must_exist: {from: ...}'.", line
            )
    return tuple(out)
