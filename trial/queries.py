"""The life of queries: the register brought up to what a build asks of an export.

A query that is new is open.  One that no longer arises is closed, and open again when it returns.  One that somebody
has accepted stays silent while its value and its question are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from onespec.engine.build.asking import asks_otherwise, stand
from onespec.engine.findings import STOP, Findings
from onespec.engine.queries import ACCEPTED, CLOSED, OPEN, Identity, Query
from onespec.engine.spec.query_register import FILE, RULE, Entry, Register, Transfer

_DIGITS = 16  # of the digest of an export, in the register
_SHOWN = 8  # of an export that nobody has named
Facts = Mapping[str, Any]  # of a query, as reports/queries.json has it


@dataclass(frozen=True)
class Update:
    """A register brought up to a transfer; the queries that are new, closed, or asked again, by their ids."""

    register: Register
    transfer: str
    new: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many queries of the register stand how."""
        return dict(Counter(entry.status for entry in self.register.queries))


def transfer_of(register: Register, export: str, name: str, findings: Findings) -> Transfer:
    """What an export is called: as the register knows it, as ``name`` says, or by its digest.

    Another name for a known export, a name of another export, and an export from before the last one are stops.
    """
    short, name = export[:_DIGITS], " ".join(name.split())
    known = next((t for t in register.transfers if t.export == short), None)
    called = next((t for t in register.transfers if t.name == name), None)
    if known and name not in ("", known.name):
        message = f"This export is the transfer '{known.name}' of the register, and not '{name}'."
        findings.add(RULE, STOP, message, "Leave --transfer out; a name may be replaced in the whole file.", file=FILE)
    elif known and known != register.transfers[-1]:
        message = f"The transfer '{known.name}' came before '{register.transfers[-1].name}', where the register is."
        findings.add(RULE, STOP, message, "Build the newest export.", file=FILE)
    elif called and not known:
        message = f"The transfer '{name}' of the register is another export."
        findings.add(RULE, STOP, message, "Give this one a name of its own.", file=FILE)
    return known or Transfer(name or f"export {short[:_SHOWN]}", short)


def updated(register: Register, queries: Iterable[Facts], transfer: Transfer) -> Update:
    """The register after a transfer; ``queries`` are all that its build asks, the accepted ones too."""
    here = {identity(each): each for each in queries}
    known = {entry.about: entry for entry in register.queries}
    stands = stand({about: str(facts["message"]) for about, facts in here.items()}, register)
    out = Update(Register(_with(register.transfers, transfer)), transfer.name)
    follows = {query.earlier: query for query in stands.values() if query.is_new and query.earlier}
    entries = [_gone(entry, out, follows.get(entry.id)) for about, entry in known.items() if about not in here]
    for about, facts in here.items():
        message, entry = str(facts["message"]), known.get(about)
        if entry is None:
            entries.append(_new(stands[about], facts, out, register))
        else:
            entries.append(replace(_here(entry, message, out), message=message, last_seen=transfer.name))
    ordered = tuple(sorted(entries, key=lambda entry: entry.about))
    return replace(out, register=replace(out.register, queries=ordered))


def identity(facts: Facts) -> Identity:
    return Identity(*(str(facts[name]) for name in Identity._fields))


def _with(transfers: tuple[Transfer, ...], transfer: Transfer) -> tuple[Transfer, ...]:
    return transfers if transfer in transfers else (*transfers, transfer)


def _new(query: Query, facts: Facts, update: Update, register: Register) -> Entry:
    before = next((entry for entry in register.queries if query.earlier and entry.id == query.earlier), None)
    said = f"{update.transfer}: the value was '{before.value}' in {before.id}, {_was(before)}" if before else ""
    update.new.append(query.id)
    return Entry(
        query.id,
        *query.about,
        subject=str(facts["subject"]),
        message=str(facts["message"]),
        first_seen=update.transfer,
        last_seen=update.transfer,
        status=OPEN,
        earlier=query.earlier,
        history=(said,) if said else (),
    )


def _gone(entry: Entry, update: Update, follower: Query | None) -> Entry:
    """A query that no longer arises; what was answered stays with it."""
    if entry.status == CLOSED:
        return entry
    why = f"the value is now '{follower.about.value}', {follower.id}" if follower else "it no longer arises"
    update.closed.append(entry.id)
    return replace(entry, status=CLOSED, history=(*entry.history, f"{update.transfer}: closed, {why}"))


def _here(entry: Entry, message: str, update: Update) -> Entry:
    """A query that arises (still, or again)."""
    otherwise = asks_otherwise(entry, message)
    if entry.status != CLOSED and not otherwise:
        return entry
    why = "it asks something else" if otherwise else "it arises again"
    was = f"; it was {_was(entry)}" if otherwise or entry.answer or entry.reason else ""
    update.again.append(entry.id)
    said = f"{update.transfer}: open again, {why}{was}"
    return replace(entry, status=OPEN, answer="", reason="", by="", date="", history=(*entry.history, said))


def _was(entry: Entry) -> str:
    """How a query stood, for the history."""
    how = ACCEPTED if entry.reason else "answered"
    signed = "".join((f" by {entry.by}" if entry.by else "", f" on {entry.date}" if entry.date else ""))
    return f"{how}{signed}: {entry.reason or entry.answer}"
