"""Reading specification entries: as the model declares them, nearest names, one finding a fault."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeVar

from onespec.engine.declared import (
    ENTRIES,
    ENTRY,
    FLAG,
    LISTED,
    MAPPING,
    MOMENT,
    PARAMETERS,
    SAID,
    TEXT,
    TEXTS,
    WHERE,
    Declared,
    Given,
    Permitted,
    about,
    given,
    keys,
)
from onespec.engine.findings import STOP, Findings, nearest
from onespec.engine.languages import ENGLISH, LANGUAGES
from onespec.engine.spec.conditions import COMPARATORS, Condition
from onespec.engine.spec.labels import ENGLISH_EDITION, Edition
from onespec.engine.spec.model import CONSTANTS, Values
from onespec.engine.spec.yamltext import Map, Seq, no_entries, one_entry

Entry = TypeVar("Entry")
NO_MOMENT = datetime(1960, 1, 1)


class EntryReader:
    """Reads the entries of one file and collects its findings.

    ``values`` are the constants of study.yaml, for which ``study.NAME`` stands.
    ``edition`` says in which language texts are taken that stand in several.
    ``then`` says what is looked at in each entry of a class once it is read; it is given the entry of the model and
    the one of the file.
    """

    def __init__(
        self,
        file: str,
        findings: Findings,
        values: Values | None = None,
        then: dict[type, Callable[[EntryReader, Any, Map], None]] | None = None,
        edition: Edition = ENGLISH_EDITION,
    ):
        self.edition = edition
        self.file, self.findings, self.values, self.then = (
            file,
            findings,
            Values() if values is None else values,
            then or {},
        )

    # -- entries as the model declares them ---------------------------------------------------

    def entry(self, cls: type[Entry], written: Map, rest: dict[str, object] | None = None, name: str = "") -> Entry:
        """The entry of the model; what is wrong is a finding, and everything else is read all the same.

        ``rest`` gives the fields of the model that no key gives; ``name`` is the entry's own.
        """
        known, holds = keys(cls), _left_out(cls)
        self.unknown_keys(written, known, about(cls).kind.format(name=name))
        at = _At(cls, name, written)
        read = {k.field: holds[n] if n in holds and n not in written else self._value(k, at) for n, k in known.items()}
        out = cls(**read, **rest or {})
        if cls in self.then:
            self.then[cls](self, out, written)
        return out

    def entries(
        self, cls: type[Entry], listed: Map, parent: str = "", names: Permitted | None = None, alone: str = ""
    ) -> dict[str, Entry]:
        """A mapping of entries, all of these names; what is no entry is a finding, and left out.

        ``alone`` is the key for which a text or a list stands.
        """
        out, marks = {}, [(mark.value, field) for mark, field in given(cls).items()]
        for order, (name, written) in enumerate(listed.items(), 1):
            line = listed.lines[name]
            if names and not names.allow(name):
                self.stop(names.rule, names.message.format(value=name), names.fix_of(name), line)
                continue
            if not isinstance(written, Map):
                if alone and written:
                    written = one_entry(alone, written, line)
                elif not about(cls).blank:
                    what = about(cls).shape.format(name=name, parent=parent)
                    self.stop("SPEC-TYPE", f"{what} must be a mapping.", about(cls).fix, line)
                    continue
                else:
                    written = no_entries()
            filled = {"name": name, "line": line, "order": order, "file": self.file}
            if Given.LINE in given(cls):
                written.line = line
            out[name] = self.entry(cls, written, {field: filled[mark] for mark, field in marks}, name)
        return out

    def _value(self, key: Declared, at: _At) -> Any:
        """What a key holds, as the type of the model's field has it."""
        written, value = at.written, ()
        if key.shape in (TEXT, FLAG, MOMENT):
            return self._scalar(key, at)
        if key.shape == SAID:
            return self.edition.text(self.edition.known(self.said(written, key.name))) or key.key.default.replace(
                "{name}", at.name
            )
        if key.shape == WHERE:
            return self.where(written, key.name)
        if key.shape == TEXTS:
            value = self.names(written, key.name)
        elif key.entry and key.shape == ENTRY:
            return self._one(key, written)
        elif key.entry and key.shape == ENTRIES:
            listed = self.mapping(written, key.name, key.key.listed)
            value = self.entries(key.entry, listed, at.name, key.key.names, key.key.alone)
        elif key.shape == MAPPING:
            value = self._texts(key, at)
        elif key.shape == PARAMETERS:
            return self.mapping(written, key.name)
        else:
            return written.get(key.name, ())  # as it is written: its own reader knows it
        if key.key.required and not value:
            self._missing(key, at)
        return value

    def _one(self, key: Declared, written: Map) -> Any:
        """One entry; as the model has it by itself where it is not there."""
        cls = key.entry
        assert cls is not None
        if key.name not in written:
            return cls()
        body = written[key.name]
        if not isinstance(body, Map):
            what, line = about(cls).shape, written.lines[key.name]
            self.stop("SPEC-TYPE", f"{what[:1].upper()}{what[1:]} must be a mapping.", about(cls).fix, line)
            return cls()
        return self.entry(cls, body)

    def _scalar(self, key: Declared, at: _At) -> str | bool | datetime:
        default = key.key.default.replace("{name}", at.name)
        text = self.text(at.written, key.name, default)
        if key.key.required and not text and isinstance(at.written.get(key.name, ""), str):
            self._missing(key, at)
        elif text != default:
            self._permitted(key, text, at)
        if key.shape == FLAG:
            return text.lower() in ("yes", "true")
        return (_moment(text) or NO_MOMENT) if key.shape == MOMENT else text

    def _texts(self, key: Declared, at: _At) -> dict[str, str]:
        value = at.written.get(key.name, "")
        if key.key.alone and isinstance(value, str):
            return {key.key.alone: value} if value else {}
        listed = self.mapping(at.written, key.name)
        texts = {name: self.text(listed, name) for name in listed}
        known = key.key.names
        for name in listed:
            if known and not known.allow(name):
                self.stop(known.rule, known.message.format(value=name), known.fix_of(name), listed.lines[name])
        for name, text in texts.items() if key.key.only else ():
            self._permitted(replace(key, name=name), text, at._replace(written=listed))
        return texts

    def _missing(self, key: Declared, at: _At) -> None:
        words = at.words(key.name)
        self.stop("SPEC-MISSING", key.key.missing.format(**words), key.key.add.format(**words), at.written.line)

    def _permitted(self, key: Declared, value: str, at: _At) -> None:
        """A finding for a text that the key may not have."""
        only = key.key.only
        if only and only.rule and not (only.allow(value) and (key.shape != MOMENT or _moment(value))):
            message = only.message.format(value=value, **at.words(key.name))
            where = {"column": at.name} if only.column else {}
            self.stop(only.rule, message, only.fix_of(value), at.written.lines[key.name], **where)

    # -- single keys ----------------------------------------------------------------------------

    def stop(self, rule: str, message: str, fix: str = "", line: int | None = None, **where: object) -> None:
        self.findings.add(rule, STOP, message, fix, file=self.file, line=line, **where)

    def unknown_keys(self, entry: Map, known: Collection[str], what: str) -> None:
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

    def said(self, entry: Map, key: str, known: tuple[str, ...] = LANGUAGES) -> dict[str, str]:
        """What a text is in each language; a text by itself is English."""
        value = entry.get(key, "")
        if isinstance(value, Map):
            self.unknown_keys(value, known, f"'{key}'")
            return {name: self.text(value, name) for name in value if name in known}
        return {ENGLISH: text} if (text := self.text(entry, key)) else {}

    def mapping(self, entry: Map, key: str, listed: bool = False) -> Map:
        """What a key holds, as a mapping; where it may be ``listed``, names are one to blanks."""
        value = entry.get(key, "")
        if isinstance(value, Map):
            return value
        if listed and isinstance(value, str) and value:
            return one_entry(value, "", entry.lines[key])
        if listed and isinstance(value, Seq) and all(isinstance(v, str) for v in value):
            return self._named(value)
        if value != "":
            self.stop(
                "SPEC-TYPE", f"'{key}' must be a mapping (name: value).", "Write one name a line.", entry.lines[key]
            )
        return no_entries()

    def _named(self, names: Seq) -> Map:
        """A mapping of each name to a blank; a name that stands twice is a finding."""
        out = no_entries()
        for name, line in zip(names, names.lines, strict=True):
            if name in out:
                first = out.lines[name]
                self.stop("SPEC-TWICE", f"'{name}' stands twice (first on line {first}).", "Remove one.", line)
            out[name], out.lines[name] = "", line
        return out

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
        known = self.values.known
        if name not in known:
            close = nearest(name, known)
            self.stop(
                "SPEC-VALUE",
                f"study.yaml has no value '{name}'.",
                f"Did you mean '{close}'?" if close else "Add it under 'values:'.",
                line,
            )
            return ""
        self.values.used.add(name)
        return known[name]

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


@cache
def _left_out(cls: type) -> dict[str, object]:
    """What an entry without a key holds, by the key, where that is the same in each entry and no fault."""
    blank: dict[str, object] = {TEXTS: (), WHERE: (), LISTED: (), FLAG: False}
    by_key = {name: key for name, key in keys(cls).items() if not key.key.required}
    texts: dict[str, object] = {
        n: k.key.default for n, k in by_key.items() if k.shape == TEXT and "{" not in k.key.default
    }
    return texts | {n: blank[k.shape] for n, k in by_key.items() if k.shape in blank and not k.key.default}


class _At(NamedTuple):
    """An entry while it is read: its class, its name, what is written."""

    cls: type
    name: str
    written: Map

    def words(self, key: str) -> dict[str, str]:
        """What messages may name."""
        return {"key": key, "name": self.name, "what": about(self.cls).what.format(name=self.name)}


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
