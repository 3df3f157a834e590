"""Reading specification entries: expected keys, nearest names, one finding a fault."""

from __future__ import annotations

from collections.abc import Iterable

from onespec.engine.findings import STOP, Findings, nearest
from onespec.engine.spec.conditions import COMPARATORS, Condition
from onespec.engine.spec.model import CONSTANTS, Values
from onespec.engine.spec.yamltext import Map, Seq, no_entries


class EntryReader:
    """Reads the entries of one file and collects its findings.

    ``values`` are the constants of study.yaml, for which ``study.NAME`` stands.
    """

    def __init__(self, file: str, findings: Findings, values: Values | None = None):
        self.file, self.findings, self.values = file, findings, Values() if values is None else values

    def stop(self, rule: str, message: str, fix: str = "", line: int | None = None, **where: object) -> None:
        self.findings.add(rule, STOP, message, fix, file=self.file, line=line, **where)

    def unknown_keys(self, entry: Map, known: Iterable[str], what: str) -> None:
        known = list(known)
        for key in entry:
            if key not in known:
                close = nearest(key, known)
                fix = f"Did you mean '{close}'?" if close else f"Known: {', '.join(known)}."
                self.stop("SPEC-KEY", f"'{key}' is not an entry of {what}.", fix, entry.lines[key])

    def text(self, entry: Map, key: str, default: str = "", required: bool = False, what: str = "") -> str:
        value = entry.get(key, default)
        if not isinstance(value, str):
            self.stop("SPEC-TYPE", f"'{key}' must be one text.", "Write one value.", entry.lines[key])
            return default
        if required and not value:
            self.stop("SPEC-MISSING", f"{what or 'The entry'} has no '{key}'.", f"Add '{key}:'.", entry.line)
        return value

    def mapping(self, entry: Map, key: str) -> Map:
        value = entry.get(key, "")
        if isinstance(value, Map):
            return value
        if value != "":
            self.stop(
                "SPEC-TYPE", f"'{key}' must be a mapping (name: value).", "Write one name a line.", entry.lines[key]
            )
        return no_entries()

    def names(self, entry: Map, key: str) -> tuple[str, ...]:
        """One text or a list of texts."""
        value = entry.get(key, "")
        if isinstance(value, str):
            return (value,) if value else ()
        if isinstance(value, Seq) and all(isinstance(v, str) for v in value):
            return tuple(value)
        self.stop("SPEC-TYPE", f"'{key}' must be a text or a list of texts.", "Write [A, B].", entry.lines[key])
        return ()

    def constant(self, value: str, line: int | None) -> str:
        """The constant itself, or the value of study.yaml that ``study.NAME`` names."""
        if not value.startswith(CONSTANTS + "."):
            return value
        name = value.removeprefix(CONSTANTS + ".")
        if name not in self.values:
            close = nearest(name, self.values)
            self.stop(
                "SPEC-VALUE",
                f"study.yaml has no value '{name}'.",
                f"Did you mean '{close}'?" if close else "Add it under 'values:'.",
                line,
            )
            return ""
        self.values.used.add(name)
        return self.values[name]

    def where(self, entry: Map, key: str = "where") -> tuple[Condition, ...]:
        """A where clause: an AND of comparisons."""
        out: list[Condition] = []
        clause = self.mapping(entry, key)
        for name, condition in clause.items():
            line = clause.lines[name]
            if isinstance(condition, str):
                out.append(Condition(name, "EQ", (self.constant(condition, line),)))
                continue
            if isinstance(condition, Seq):
                self.stop("SPEC-WHERE", f"A list needs a comparator: '{name}'.", f"Write {name}: {{IN: [...]}}.", line)
                continue
            for comparator, value in condition.items():
                values = tuple(value) if isinstance(value, Seq) else (value,)
                if comparator not in COMPARATORS:
                    self.stop(
                        "SPEC-WHERE",
                        f"There is no comparator '{comparator}'.",
                        f"Known: {', '.join(COMPARATORS)}.",
                        line,
                    )
                elif not all(isinstance(v, str) for v in values) or (
                    len(values) != 1 and comparator not in ("IN", "NOTIN")
                ):
                    self.stop("SPEC-WHERE", f"'{comparator}' takes one value.", "Use IN or NOTIN for a list.", line)
                else:
                    out.append(Condition(name, comparator, tuple(self.constant(v, line) for v in values)))
        return tuple(out)
