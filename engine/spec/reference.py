"""The reference of keys: a table for each entry of the specification's files, for docs/spec-language.md."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from typing import Any

from onespec.engine.declared import (
    ENTRIES,
    ENTRY,
    FLAG,
    LISTED,
    MAPPING,
    MOMENT,
    NUMBER,
    PARAMETERS,
    RULE,
    SAID,
    STEPS,
    TEXTS,
    WHERE,
    Declared,
    about,
    keys,
    summary,
)
from onespec.engine.registry import METHOD
from onespec.engine.spec.written import LIBRARY, MATCH, OVERRIDES, TABLES, Found, Refusal, Selected, WrittenLibrary

_WORDS = {
    TEXTS: "a text, or a list of texts",
    FLAG: "`yes` or `no`",
    MOMENT: "a date and time",
    NUMBER: "a whole number",
    MAPPING: "a mapping of texts",
    SAID: "a text, or one a language (en, zh)",
    WHERE: "conditions",
    PARAMETERS: "a mapping of parameters",
    MATCH: "a text, a list of texts, or a mapping of texts",
    TABLES: "a mapping of lists of rows",
    LIBRARY: "a text, a list of texts, or a mapping: the library",
    OVERRIDES: "a mapping of mappings of parameters",
}


def reference(files: Mapping[str, Any]) -> Iterator[str]:
    """The lines of the reference; ``files`` gives for each file what declares it, as `schema.schema_of` takes it."""
    seen: set[type] = set()
    for file, root in files.items():
        yield from ("", f"### {file}")
        if isinstance(root, type):
            waiting = [root]
        else:
            waiting = [typing.get_args(root)[1]]
            yield from ("", f"A mapping: name -> {about(waiting[0]).kind}.")
        while waiting:
            cls = waiting.pop(0)
            if cls not in seen:
                seen.add(cls)
                yield from _entry(cls, named=cls is not root)
                waiting += [key.entry for key in keys(cls).values() if key.entry]
                waiting += [WrittenLibrary for key in keys(cls).values() if key.shape == LIBRARY]
                waiting += [
                    c for key in keys(cls).values() for c in ((Selected, Refusal, Found) if key.shape == STEPS else ())
                ]


def _entry(cls: type, named: bool) -> Iterator[str]:
    head = f"**{_kind(cls).capitalize()}.** {summary(cls)}" if named else summary(cls)
    yield from ("", head, "", "| key | value | meaning |", "|---|---|---|")
    for key in keys(cls).values():
        yield f"| `{key.name}` | {_value(key)} | {key.key.text} |"


def _kind(cls: type) -> str:
    kind = about(cls).kind.replace(" {name}", "")
    return kind if kind.startswith(("a ", "an ")) else f"a {kind}"


def _value(key: Declared) -> str:
    """What a key holds, whether it must be there, and what holds when it is left out."""
    only, default = key.key.only, key.key.default
    if key.entry and key.shape == ENTRY:
        words = _kind(key.entry)
    elif key.entry and key.shape in (ENTRIES, LISTED):
        names = f" ({', '.join(key.key.names.known)})" if key.key.names and key.key.names.known else ""
        words = f"{'a mapping' if key.shape == ENTRIES else 'a list'}: {_kind(key.entry)} each{names}"
        words = f"a name, a list of names, or {words}" if key.key.listed else words
    elif key.shape == STEPS:
        words = f"a list: one {key.key.of} with its parameters each"
    elif key.key.of == METHOD:
        words = "the name of a method"
    elif key.key.of == RULE:
        words = f"a mapping: rule -> {_listed(only.known)}" if only else ""
    elif only and only.known and key.shape != FLAG:
        words = _listed(only.known)
    elif only and only.like and key.shape not in (MOMENT, NUMBER):
        words = "a number" if only.like.match("2") else "a date"
    else:
        words = _WORDS.get(key.shape, "a text")
    if key.key.alone and key.shape == MAPPING:
        words = f"a text, or {words}"
    if key.key.required:
        return f"{words}; required"
    return f"{words}; `{default}` when left out" if default and "{" not in default else words


def _listed(known: tuple[str, ...]) -> str:
    return ", ".join(f"`{k}`" for k in known)
