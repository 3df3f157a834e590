"""Entries laid over entries: what is said nearer counts, and what it leaves out is inherited."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onespec.engine.spec.yamltext import Map, Seq, no_entries, sequence_of


def laid(under: Map, over: Map) -> Map:
    """``over`` laid over ``under``: mappings key by key, everything else as ``over`` has it.  Both stay as they are."""
    out = copied(under)
    out.line = over.line
    for key, value in over.items():
        below = out.get(key)
        both = isinstance(below, Map) and isinstance(value, Map)
        out.put(key, laid(below, value) if both else copied(value), over.lines[key])
    return out


def copied(value: Any) -> Any:
    """The same entries, that can be changed."""
    if isinstance(value, Map):
        out = no_entries()
        out.line = value.line
        for key, each in value.items():
            out.put(key, copied(each), value.lines[key])
        return out
    if isinstance(value, Seq):
        listed = Seq(copied(each) for each in value)
        listed.line, listed.lines = value.line, list(value.lines)
        return listed
    return value


def kept(entries: Map, names: Iterable[str]) -> Map:
    """Only these of the entries, in the order of the names."""
    out = no_entries()
    out.line = entries.line
    for key in names:
        if key in entries:
            out.put(key, entries[key], entries.lines[key])
    return out


def without(entries: Map, names: Iterable[str]) -> Map:
    """All but these of the entries."""
    left_out = set(names)
    return kept(entries, [key for key in entries if key not in left_out])


def texts(value: Any) -> list[str]:
    """All texts within a value, but no keys."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Map) else value if isinstance(value, Seq) else ()
    return [text for each in inner for text in texts(each)]


def of_domain(value: Any, domain: str) -> Any:
    """``--`` at the beginning of a name or text as the domain."""
    if isinstance(value, Map):
        out = no_entries()
        out.line = value.line
        for key, each in value.items():
            out.put(of_domain(key, domain), of_domain(each, domain), value.lines[key])
        return out
    if isinstance(value, Seq):
        return sequence_of(((of_domain(v, domain), at) for v, at in zip(value, value.lines, strict=True)), value.line)
    return domain + value[2:] if isinstance(value, str) and value.startswith("--") else value
