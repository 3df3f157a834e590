"""Reading ``to_write:`` of a variable: its lists of entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from onespec.engine.declared import about
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.to_write import FurtherOrigin, OrWhere, ToWrite, ValueToWrite
from onespec.engine.spec.yamltext import Map, Seq

Listed = TypeVar("Listed", FurtherOrigin, OrWhere, ValueToWrite)


def read_to_write(reader: EntryReader, stated: ToWrite, line: int) -> ToWrite:
    """What is to write of a variable, with all that its lists hold; what is no entry is a finding."""
    values = [
        replace(
            value, also=_listed(reader, FurtherOrigin, value.also, line), or_=_listed(reader, OrWhere, value.or_, line)
        )
        for value in _listed(reader, ValueToWrite, stated.values, line)
    ]
    return replace(stated, also=_listed(reader, FurtherOrigin, stated.also, line), values=tuple(values))


def _listed(reader: EntryReader, cls: type[Listed], written: Any, line: int) -> tuple[Listed, ...]:
    return tuple(_entries(reader, cls, written, line))


def _entries(reader: EntryReader, cls: type[Listed], written: Any, line: int) -> Iterator[Listed]:
    if not isinstance(written, Seq):
        if written:
            reader.stop("SPEC-TYPE", f"{about(cls).shape} must stand in a list.", about(cls).fix, line)
        return
    for item, at in zip(written, written.lines, strict=True):
        if isinstance(item, Map):
            yield reader.entry(cls, item)
        else:
            reader.stop("SPEC-TYPE", f"{about(cls).shape} must be a mapping.", about(cls).fix, at)
