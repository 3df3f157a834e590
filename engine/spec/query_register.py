"""The register of queries: ``queries.yaml`` in the study's folder.

    transfers:
      - {name: 2027-03, export: 5d1f0c6a9b7e2d34}
    queries:
      - id: Q-5d1f0c6a
        form: weight
        row: 17 / 2027-01-04
        field: KG
        rule: RAW-RANGE
        value: "310"
        message: "'310' lies above 300; carried as collected."
        first_seen: 2027-03
        last_seen: 2027-06
        status: accepted
        reason: The site has confirmed the weight.
        by: A. Example
        date: 2027-06-30

The program writes it (`onespec.trial.queries`), and people may edit what an answer is: status, answer, reason, by and
date.  It is no part of the specification: no dataset depends on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from onespec.engine.declared import Given, Key, Permitted, called, keys
from onespec.engine.findings import Findings
from onespec.engine.queries import ACCEPTED, ANSWERED, STATUSES, Identity, is_id_of
from onespec.engine.spec.entries import EntryReader
from onespec.engine.spec.yamltext import Map, load_yaml

FILE, RULE = "queries.yaml", "QUERY-REGISTER"
_STATUS = Permitted(STATUSES, RULE, "'{value}' is no status of a query.")
_DAY = Permitted((), RULE, "'{value}' is no date.", "Write YYYY-MM-DD.", re.compile(r"\d{4}-(0[1-9]|1[0-2])-[0-3]\d"))


@called("a transfer", "The transfer")
@dataclass(frozen=True)
class Transfer:
    """An export that the register was brought up to."""

    name: Annotated[str, Key("What it is called.", required=True)]
    export: Annotated[str, Key("The beginning of the digest of the export.", required=True)]


@called("a query", "The query")
@dataclass(frozen=True)
class Entry:
    """A query, and what became of it.  ``id`` to ``value`` are what it is about: it is known again by them."""

    id: Annotated[str, Key("Its name: made of what it is about.", required=True)]
    form: Annotated[str, Key("Its form; none for a value that no raw cell is known for.")]
    row: Annotated[str, Key("The key of its row, or its subject.")]
    field: Annotated[str, Key("Its field, or DATASET.VARIABLE.")]
    rule: Annotated[str, Key("Its rule, or rules.", required=True)]
    value: Annotated[str, Key("The cell, as it was exported.")]
    subject: Annotated[str, Key("Its subject.")]
    message: Annotated[str, Key("What is wrong, as the last transfer has it.")]
    first_seen: Annotated[str, Key("The transfer that it was first asked of.")]
    last_seen: Annotated[str, Key("The last transfer in which it arose.")]
    status: Annotated[str, Key("How it stands.", required=True, only=_STATUS)]
    answer: Annotated[str, Key("What the site says.")] = ""
    reason: Annotated[str, Key("Why it is accepted.")] = ""
    by: Annotated[str, Key("Who has answered or accepted it.")] = ""
    date: Annotated[str, Key("When.", only=_DAY)] = ""
    earlier: Annotated[str, Key("The query of the same cell before its value changed.")] = ""
    history: Annotated[tuple[str, ...], Key("What became of it before.")] = ()
    line: Annotated[int, Given.LINE] = dataclass_field(default=0, compare=False)

    @property
    def about(self) -> Identity:
        return Identity(self.form, self.row, self.field, self.rule, self.value)


@called(FILE)
@dataclass(frozen=True)
class Register:
    """The register of queries."""

    transfers: Annotated[tuple[Transfer, ...], Key("The exports that it was brought up to, in their order.")] = ()
    queries: Annotated[tuple[Entry, ...], Key("The queries, by form, row and field.")] = ()


def read_register(study: Path, findings: Findings) -> Register | None:
    """The register of a study; None where it has none.  What is wrong with it is a stop each."""
    path = study / FILE
    if not path.exists():
        return None
    reader = EntryReader(FILE, findings)
    written = load_yaml(path, FILE, findings, any_text=True)
    reader.unknown_keys(written, keys(Register), FILE)
    transfers = tuple(reader.entry(Transfer, item) for item in _listed(reader, written, "transfers"))
    queries = tuple(_entry(reader, item) for item in _listed(reader, written, "queries"))
    _once(reader, queries)
    return Register(transfers, queries)


def _listed(reader: EntryReader, written: Map, key: str) -> list[Map]:
    listed = written.get(key) or []
    if not isinstance(listed, list):
        reader.stop(RULE, f"'{key}' must be a list.", "Keep the file as the program writes it.", written.lines[key])
        return []
    for item, line in zip(listed, getattr(listed, "lines", ()), strict=True):
        if not isinstance(item, Map):
            reader.stop(RULE, f"An entry of '{key}' is a mapping.", "Keep it as the program writes it.", line)
    return [item for item in listed if isinstance(item, Map)]


def _entry(reader: EntryReader, item: Map) -> Entry:
    out = reader.entry(Entry, item, {"line": item.line})
    if out.id and out.rule and not is_id_of(out.id, out.about):
        message = f"{out.id} is not the id of this form, row, field, rule and value."
        fix = "Leave them as the program has written them; edit status, answer, reason, by and date."
        reader.stop(RULE, message, fix, item.line)
    needed = {ANSWERED: ("answer",), ACCEPTED: ("reason", "by", "date")}.get(out.status, ())
    for name in (n for n in needed if not getattr(out, n).strip()):
        reader.stop(RULE, f"{out.id} is {out.status} and has no '{name}'.", f"Add '{name}:'.", item.line)
    return out


def _once(reader: EntryReader, queries: tuple[Entry, ...]) -> None:
    for what, of in (("id", lambda e: e.id), ("form, row, field, rule and value", lambda e: e.about)):
        first: dict[Any, Entry] = {}
        for entry in queries:
            if first.setdefault(of(entry), entry) is not entry:
                message = f"{entry.id} has the {what} of the query on line {first[of(entry)].line}."
                reader.stop(RULE, message, "Remove one of them.", entry.line)


def is_day(text: str) -> bool:
    """Is it a date of ISO 8601 that exists?"""
    try:
        return bool(_DAY.like and _DAY.like.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


# Writing -------------------------------------------------------------------------------------

_HEAD = """\
# The register of queries. 'onespec queries --update' writes it; status, answer, reason, by and date may be edited.
# Comments are not kept. No dataset depends on it.
"""
_PLAIN = re.compile(r"[A-Za-z][\w /().-]*[\w).]")
_WORDS = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")


def register_text(register: Register) -> str:
    """The file: entries in the order of what they are about, keys that hold nothing left out."""
    lines = [_HEAD + "transfers:"]
    lines += [f"  - {{name: {_quoted(t.name)}, export: {_quoted(t.export)}}}" for t in register.transfers]
    lines.append("queries:")
    for entry in sorted(register.queries, key=lambda e: e.about):
        held = [(name, getattr(entry, key.field)) for name, key in keys(Entry).items()]
        said = [line for name, value in held if value for line in _said(name, value)]
        lines += [f"  {'- ' if number == 0 else '  '}{line}" for number, line in enumerate(said)]
    return "\n".join(lines) + "\n"


def _said(name: str, value: str | tuple[str, ...]) -> list[str]:
    if isinstance(value, str):
        return [f"{name}: {_quoted(value)}"]
    return [f"{name}:", *(f"  - {_quoted(each)}" for each in value)]


def _quoted(text: str) -> str:
    """A text of YAML that is read as it is: plain where that is safe, else in quotes."""
    if _PLAIN.fullmatch(text) and text.isascii() and text.lower() not in _WORDS:
        return text
    return '"' + "".join(map(_character, text)) + '"'


def _character(c: str) -> str:
    if c in '"\\':
        return "\\" + c
    if c == " " or c.isprintable():
        return c
    code = ord(c)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
