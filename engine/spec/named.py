"""Selections with a name, and what all steps of one operation share: `selections:` and `defaults:`.

A step says only what differs.  `use: NAME` is the named selection with something laid over it; a selection that a step
names itself (`selections:` within the step) holds for that step, in all that is built on its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from onespec.engine.findings import is_inherited, unknown
from onespec.engine.registry import Operation
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.layers import copied, kept, laid, without
from onespec.engine.spec.yamltext import Map, Seq, one_entry, sequence_of

SELECTIONS, DEFAULTS, USE, LEAVE_OUT = "selections", "defaults", "use", "leave_out"


@dataclass
class Named:
    """The named selections that hold for a step; ``used`` collects those that something names."""

    reader: EntryReader
    known: Map
    used: set[str] = field(default_factory=set)

    def of(self, value: Any, line: int, behind: tuple[str, ...] = ()) -> Any:
        """A selection as it is written in full; None when that cannot be said."""
        if isinstance(value, str):
            return self._by_name(value, line, behind)
        if not isinstance(value, Map) or USE not in value:
            return value
        base = self._by_name(self.reader.text(value, USE), value.lines[USE], behind)
        own = without(value, [USE])
        return over(base, own) if isinstance(base, Map) else None

    def _by_name(self, name: str, line: int, behind: tuple[str, ...]) -> Any:
        if name in behind:
            circle = " -> ".join([*behind[behind.index(name) :], name])
            self.reader.stop("SPEC-REFERENCE", f"The selection {name} uses itself: {circle}.", "Name another.", line)
            return None
        if name not in self.known:
            self.reader.stop("SPEC-REFERENCE", *unknown("named selection", name, self.known), line)
            return None
        self.used.add(name)
        return self.of(self.known[name], self.known.lines[name], (*behind, name))


def over(base: Map, own: Map) -> Map:
    """A selection or step over another one: another ``from`` has conditions of its own."""
    if own.get("from", base.get("from")) != base.get("from"):
        base = without(base, ["where"])
    out = laid(base, own)
    constants = own.get("set")
    if isinstance(constants, Map) and isinstance(out["set"], Map):
        out["set"] = laid(kept(out["set"], constants), out["set"])  # its own first: they name the records
    return out


def with_named(reader: EntryReader, entry: Map, operations: Mapping[str, Operation], steps_key: str) -> Map:
    """The entries with each step written in full, and without `selections` and `defaults`.

    entry      a dataset's file, or checks.yaml
    steps_key  where its steps stand: records, checks
    """
    listed = entry.get(steps_key)
    if not isinstance(listed, Seq) or not {SELECTIONS, DEFAULTS, LEAVE_OUT} & _keys(entry, listed):
        return entry
    named = Named(reader, reader.mapping(entry, SELECTIONS))
    defaults, applied = reader.mapping(entry, DEFAULTS), set()
    steps: list[tuple[Any, int]] = []
    for step, line in zip(listed, listed.lines, strict=True):
        name, body = next(iter(step.items())) if isinstance(step, Map) and len(step) == 1 else ("", None)
        if not isinstance(body, Map):
            steps.append((step, line))
            continue
        applied.add(name)
        body = _with_defaults(reader, defaults, name, body)
        if name in operations:
            body = _in_full(body, operations[name], named)
        steps.append((one_entry(name, body, line), line))
    _unused(reader, named, defaults, applied)
    out = without(entry, [SELECTIONS, DEFAULTS])
    out.put(steps_key, sequence_of(steps, listed.line), entry.lines[steps_key])
    return out


def _keys(entry: Map, steps: Seq) -> set[str]:
    bodies = [body for step in steps if isinstance(step, Map) for body in step.values() if isinstance(body, Map)]
    return {*entry, *(key for body in bodies for key in body)}


def _with_defaults(reader: EntryReader, defaults: Map, operation: str, body: Map) -> Map:
    """A step over the defaults of its operation, without those that it leaves out."""
    shared = reader.mapping(defaults, operation)
    left_out = reader.names(body, LEAVE_OUT)
    for name in left_out:
        if name not in shared:
            message, fix = unknown("default", name, shared, f"those of {operation}")
            reader.stop("SPEC-PARAMETER", message, fix, body.lines[LEAVE_OUT])
    return over(without(shared, left_out), without(body, [LEAVE_OUT]))


def _in_full(body: Map, operation: Operation, named: Named) -> Map:
    """A step with each of its selections in full."""
    own = named.reader.mapping(body, SELECTIONS)
    there = Named(named.reader, _overridden(named, own), named.used)
    out = without(body, [SELECTIONS])
    for key, parameter in operation.yaml_parameters.items():
        if parameter.selection and key in out:
            line = out.lines[key]
            value = out[key]
            if isinstance(value, Seq):
                found = [(there.of(v, at), at) for v, at in zip(value, value.lines, strict=True)]
                out[key] = sequence_of([(v, at) for v, at in found if v is not None], value.line)
            else:
                out[key] = there.of(value, line)
                if out[key] is None:
                    out = without(out, [key])
    return out


def _overridden(named: Named, own: Map) -> Map:
    """The named selections of the dataset with those of a step: another name, or laid over the one of that name."""
    out = copied(named.known)
    for name, value in own.items():
        if name not in named.known:
            named.reader.stop("SPEC-REFERENCE", *unknown("named selection", name, named.known), own.lines[name])
        elif isinstance(value, Map) and USE not in value and isinstance(named.known[name], Map):
            out.put(name, over(named.known[name], value), own.lines[name])
        else:
            out.put(name, value, own.lines[name])
    return out


def _unused(reader: EntryReader, named: Named, defaults: Map, applied: Iterable[str]) -> None:
    for name in named.known:
        if name not in named.used and not is_inherited(named.known.lines[name]):
            problem = f"Nothing uses the selection {name}."
            reader.stop("SPEC-UNUSED", problem, "Remove it, or name it in a step.", named.known.lines[name])
    for name in defaults:
        if name not in applied and not is_inherited(defaults.lines[name]):
            problem = f"There are defaults for {name}, and no step of it."
            reader.stop("SPEC-UNUSED", problem, "Remove them.", defaults.lines[name])
