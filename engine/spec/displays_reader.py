"""Reading ``displays/*.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from onespec.engine.findings import Findings
from onespec.engine.languages import CHINESE, ENGLISH
from onespec.engine.registry import ANALYSIS, Registry
from onespec.engine.spec.displays import Analysis, Display, Displays, Footnote, Said, WrittenDisplays
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.model import Step, Values
from onespec.engine.spec.named import DEFAULTS, SELECTIONS, with_named
from onespec.engine.spec.yamltext import Map, Seq, one_entry, sequence_of

LABEL, ANALYSES = "label", "analyses"


def read_displays(files: Mapping[str, Map], registry: Registry, values: Values, findings: Findings) -> Displays:
    """The displays of ``displays/*.yaml``; every fault is a finding."""
    found: dict[str, Display] = {}
    numbers: dict[str, Display] = {}
    words: dict[str, str] = {}
    for file, entry in files.items():
        reader = EntryReader(file, findings, values)
        read = reader.entry(WrittenDisplays, _in_full(reader, entry, registry))
        words |= read.words
        for display in read.displays.values():
            made = _with_analyses(reader, display, read.section)
            first = found.get(made.name) or numbers.get(made.number)
            if first:
                what = f"Display {made.name}" if made.name in found else f"The number {made.number}"
                problem = f"{what} stands twice (first in {first.file}, line {first.line})."
                reader.stop("SPEC-TWICE", problem, "Give it another name and number.", made.line)
                continue
            found[made.name] = numbers[made.number] = made
    return Displays(tuple(sorted(found.values(), key=lambda d: d.order)), words)


def _in_full(reader: EntryReader, entry: Map, registry: Registry) -> Map:
    """The file with each analysis in full: the steps of all its displays share its defaults and selections."""
    displays = entry.get("displays")
    if not isinstance(displays, Map):
        return entry
    listed = [
        (name, d[ANALYSES]) for name, d in displays.items() if isinstance(d, Map) and isinstance(d.get(ANALYSES), Seq)
    ]
    steps = [(step, line) for _, own in listed for step, line in zip(own, own.lines, strict=True)]
    if not steps or not {DEFAULTS, SELECTIONS} & set(entry):
        return entry
    whole = one_entry(ANALYSES, sequence_of(steps, entry.line), entry.line)
    for key in (k for k in (DEFAULTS, SELECTIONS) if k in entry):
        whole.put(key, entry[key], entry.lines[key])
    known = {name: registry[ANALYSIS, name] for name in registry.names(ANALYSIS)}
    full = iter(
        zip(*(lambda made: (made, made.lines))(with_named(reader, whole, known, ANALYSES)[ANALYSES]), strict=True)
    )
    for name, own in listed:
        displays[name].put(ANALYSES, sequence_of([next(full) for _ in own], own.line), displays[name].lines[ANALYSES])
    return entry


def _with_analyses(reader: EntryReader, display: Display, section: Said) -> Display:
    """The display with its analyses and footnotes read."""
    return replace(
        display, section=section, made=tuple(_analyses(reader, display)), footnotes=tuple(_notes(reader, display))
    )


def _analyses(reader: EntryReader, display: Display) -> Iterator[Analysis]:
    listed = display.analyses
    if not isinstance(listed, Seq) or not listed:
        reader.stop(
            "SPEC-TYPE",
            f"'{ANALYSES}' of display {display.name} must be a list.",
            "Write - summary: {from: ...}.",
            display.line,
        )
        return
    for item, line in zip(listed, listed.lines, strict=True):
        if not (isinstance(item, Map) and len(item) == 1 and isinstance(next(iter(item.values())), Map)):
            reader.stop(
                "SPEC-STEP",
                "An analysis is one operation with its parameters.",
                "Write '- summary: {from: ...}'.",
                line,
            )
            continue
        operation, body = next(iter(item.items()))
        label = _said(reader, body, LABEL)
        given = {k: v for k, v in body.items() if k not in ("from", "where", LABEL)}
        yield Analysis(Step(operation, reader.text(body, "from"), reader.where(body), {}, given, line=line), label)


def _said(reader: EntryReader, body: Map, key: str) -> Said:
    """A text, or one a language."""
    value = body.get(key, "")
    if isinstance(value, Map):
        reader.unknown_keys(value, (ENGLISH, CHINESE), f"'{key}'")
        return {language: reader.text(value, language) for language in value}
    text = reader.text(body, key)
    return {ENGLISH: text} if text else {}


def _notes(reader: EntryReader, display: Display) -> Iterator[Footnote]:
    listed: Any = display.footnotes
    if isinstance(listed, str):
        listed = sequence_of([(listed, display.line)], display.line) if listed else ()
    for item, line in zip(listed, getattr(listed, "lines", ()), strict=False):
        if isinstance(item, Map):
            yield reader.entry(Footnote, item)
        elif isinstance(item, str):
            yield Footnote(item)
        else:
            reader.stop("SPEC-TYPE", "A footnote is a text, or one a language.", "Write - {en: ..., zh: ...}.", line)
