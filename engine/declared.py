"""The specification declared once: the fields of the model say what an entry of a YAML file may hold.

A dataclass with `@called` is an entry of a file.  A field with a `Key` is a key that the entry may have; the field's
type says what the key holds:

    str               one text                      bool               yes or no
    tuple[str, ...]   a text, or a list of texts    datetime           a date and time
    dict[str, str]    a mapping of texts            dict[str, Entry]   a mapping of entries
    int               a whole number                tuple[Entry, ...]  a list of entries
    Entry             an entry

A field with a `Given` is not a key: the reader fills it.  `entries.EntryReader.entry` reads an entry, `schema` makes
the JSON Schema and `reference` the tables of docs/spec-language.md, all of them from `keys` and `about`.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from onespec.engine.findings import nearest

TEXT, TEXTS, MAPPING, FLAG, MOMENT, NUMBER = "text", "texts", "mapping", "flag", "moment", "number"
ENTRY, ENTRIES, LISTED, WHERE, PARAMETERS = "entry", "entries", "list", "where", "parameters"
SAID = "said"  # a text, or one a language: the model has that of the edition
STEPS, SELECTIONS, DEFAULTS = "steps", "selections", "defaults"  # of the files that have steps
RULE = "rule"  # what a mapping names: rules of findings
_SIMPLE = {str: TEXT, bool: FLAG, datetime: MOMENT, int: NUMBER}


class Given(Enum):
    """What the reader itself fills: the name of an entry, its line, its place among its like (from 1), its file."""

    NAME, LINE, ORDER, FILE = "name", "line", "order", "file"


@dataclass(frozen=True)
class Permitted:
    """Which texts a key may have, and what is said of another one.

    known    the texts; or ``like``, a pattern (a blank is allowed); any text without both
    rule     of the finding; blank where another reader says what is wrong
    message  with ``{key}``, ``{value}``, ``{name}`` (of the entry) and ``{what}`` (the entry in words)
    fix      the nearest of the known, when left out; ``{known}`` lists them
    column   whether the finding names the entry as its column
    """

    known: tuple[str, ...] = ()
    rule: str = ""
    message: str = ""
    fix: str = ""
    like: re.Pattern[str] | None = None
    column: bool = False

    def allow(self, value: str) -> bool:
        if self.like:
            return not value or bool(self.like.fullmatch(value))
        return not self.known or value in self.known

    def fix_of(self, value: str) -> str:
        """The fix of a text that is not allowed."""
        close, known = nearest(value, self.known), ", ".join(self.known)
        return self.fix.format(known=known) or (f"Did you mean '{close}'?" if close else f"Known: {known}.")


@dataclass(frozen=True)
class Key:
    """One key of an entry.

    text      what it means, as editors and the reference show it
    required  it must be there and not blank: else ``missing`` is what is wrong, and ``add`` the fix
    only      its permitted texts
    name      the key in YAML, where it is not the field's name without a trailing underscore
    default   what holds where it is left out
    alone     a mapping: a single text stands for ``{alone: text}``; of entries: a text or a list does so in each
    listed    a mapping of entries: a name, or a list of names, stands for entries without keys
    names     a mapping: the only names that it may have
    shape     what it holds, where the field's type does not say it
    of        what it names: operations of a role (`onespec.engine.registry`), or RULE
    beside    the keys that stand beside it
    """

    text: str
    required: bool = False
    only: Permitted | None = None
    name: str = ""
    default: str = ""
    alone: str = ""
    listed: bool = False
    names: Permitted | None = None
    missing: str = "{what} has no '{key}'."
    add: str = "Add '{key}:'."
    shape: str = ""
    of: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class About:
    """An entry in words.

    kind   ``a field``, for keys that it does not know
    what   ``Field {name}``, for what it lacks
    fix    what to write instead of a value that is no mapping, of which ``shape`` says that it is none
    blank  whether such a value is an entry without keys
    one    the keys of which an entry has one at most
    """

    kind: str
    what: str
    fix: str
    shape: str
    blank: bool
    one: tuple[str, ...]


@dataclass(frozen=True)
class Declared:
    """One key of an entry with what the model's field says of it."""

    key: Key
    name: str  # in YAML
    field: str  # of the dataclass
    shape: str  # TEXT, TEXTS ...
    entry: type | None = None  # of ENTRY, ENTRIES and LISTED


Entry = TypeVar("Entry", bound=type)
_ABOUT: dict[type, About] = {}


def called(
    kind: str, what: str = "", fix: str = "", shape: str = "", blank: bool = False, one: tuple[str, ...] = ()
) -> Callable[[Entry], Entry]:
    """Mark a dataclass as an entry of the specification (`About`)."""

    def mark(cls: Entry) -> Entry:
        _ABOUT[cls] = About(kind, what or kind, fix, shape or what, blank, one)
        return cls

    return mark


def about(cls: type) -> About:
    return _ABOUT[cls]


def summary(cls: type) -> str:
    """The first paragraph of a class's text."""
    return " ".join((cls.__doc__ or "").partition("\n\n")[0].split())


@cache
def keys(cls: type) -> dict[str, Declared]:
    """The keys of an entry, by their name in YAML."""
    found = {}
    for field, hint, key in _marked(cls, Key):
        name = key.name or field.removesuffix("_")
        found[name] = Declared(key, name, field, key.shape or _shape(hint), _entry(hint))
    return found


@cache
def given(cls: type) -> dict[Given, str]:
    """The fields that the reader fills."""
    return {mark: field for field, _, mark in _marked(cls, Given)}


def _marked(cls: type, kind: type) -> list[tuple[str, Any, Any]]:
    """Field, type and mark of every field that has a mark of this kind."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return [
        (f.name, hints[f.name].__origin__, mark)
        for f in fields(cls)
        for mark in getattr(hints[f.name], "__metadata__", ())
        if isinstance(mark, kind)
    ]


def _entry(hint: Any) -> type | None:
    """The entry that a type is, or of which it is a mapping or a list."""
    return next((a for a in (hint, *typing.get_args(hint)) if a in _ABOUT), None)


def _shape(hint: Any) -> str:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if hint in _ABOUT:
        return ENTRY
    mapping = typing.get_origin(hint) is dict
    return (ENTRIES if mapping else LISTED) if _entry(hint) else (MAPPING if mapping else TEXTS)
