"""Queries that keep their identity: what is asked is known again in the next build, wherever its row stands then."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from onespec.engine.findings import Cell, Finding

OPEN, ANSWERED, ACCEPTED, CLOSED = "open", "answered", "accepted", "closed"
STATUSES = (OPEN, ANSWERED, ACCEPTED, CLOSED)
NO_ANSWER, STALE = "QUERY-ANSWER", "QUERY-STALE"  # rules of what is read back
SHORT = 8  # hexadecimal digits of an id; more where two queries would have the same
_BEFORE = "Q-"
_NUMBERS = re.compile(r" \(\d+ times\)|\d+")


class Identity(NamedTuple):
    """What a query is about; two queries never have the same.

    form   the form; blank for a value that no raw cell is known for
    row    the name of its row (`onespec.engine.raw.identity`); of such a value the subject, of a whole file the file
    field  the field; of such a value ``DATASET.VARIABLE``
    rule   its rules, in order, a comma between them
    value  the cell, as it is exported
    """

    form: str
    row: str
    field: str
    rule: str
    value: str

    @property
    def place(self) -> tuple[str, str, str]:
        """The cell, whatever stands in it."""
        return self.form, self.row, self.field


@dataclass(frozen=True)
class Query:
    """What a query is known by, and how it stands.

    status      open, answered or accepted; ``first_seen`` is the transfer that it was first asked of, where the
                register of queries says so
    is_new      the register, where there is one, does not know it
    earlier     the query of the same cell that somebody answered or accepted while another value stood there
    """

    id: str
    about: Identity
    status: str = OPEN
    first_seen: str = ""
    is_new: bool = False
    earlier: str = ""


Place = tuple[str, str, int]  # form, file, row


def row_of(finding: Finding) -> Place | None:
    """The row that a query's identity names."""
    cell = _cell(finding)
    form, file, row = (cell.form, cell.file, cell.row) if cell else (finding.form, finding.file, finding.row)
    return (form, file, row) if form and file and row is not None else None


def identities(findings: Iterable[Finding], names: Mapping[Place, str]) -> list[Identity]:
    """The identity of each query; ``names`` of the rows, where one is known.

    Several queries that nothing tells apart are numbered in their order.
    """
    out, times = [], Counter[Identity]()
    for finding in findings:
        about = _identity(finding, names)
        times[about] += 1
        out.append(about._replace(row=f"{about.row} #{times[about]}") if times[about] > 1 else about)
    return out


def _identity(finding: Finding, names: Mapping[Place, str]) -> Identity:
    rules = ", ".join(sorted({f.rule for f in finding.members} or {finding.rule}))
    cell, place = _cell(finding), row_of(finding)
    if cell and not cell.file:  # a value that many rows have, or of a dataset
        return Identity("", cell.subject, cell.column, rules, cell.value)
    dataset = "" if cell else finding.dataset
    column = cell.column if cell else finding.column
    field, value = ".".join(filter(None, (dataset, column))), cell.value if cell else finding.value
    if place:
        return Identity(place[0], names.get(place, f"row {place[2]}"), field, rules, value)
    return Identity("", finding.subject or finding.file, field, rules, value)


def _cell(finding: Finding) -> Cell | None:
    """What is asked about: the first cell, or a value that many rows may have (a subject that nobody knows)."""
    return next((cell for cell in finding.cells if not cell.column), next(iter(finding.cells), None))


def kind_of(message: str) -> str:
    """What a query asks, without the numbers and dates in it: while that is the same, an acceptance holds.

    >>> kind_of("AE starts on 2026-01-02, before the consent (3 times).") == kind_of("AE starts on 2026-01-02, before "
    ...     "the consent.")
    True
    """
    return _NUMBERS.sub("", message)


def id_of(about: Identity, taken: Collection[str] = ()) -> str:
    """A short name of a query: the beginning of the hash of what it is about, as long as no other one has it."""
    digits = _digest(about)
    length = next(n for n in range(SHORT, len(digits) + 1) if _BEFORE + digits[:n] not in taken)
    return _BEFORE + digits[:length]


def is_id_of(id_: str, about: Identity) -> bool:
    """Is it one of the names that a query may have?"""
    digits = id_.removeprefix(_BEFORE)
    return id_.startswith(_BEFORE) and len(digits) >= SHORT and _digest(about).startswith(digits)


def _digest(about: Identity) -> str:
    return hashlib.sha256("\x1f".join(about).encode("utf-8", "surrogatepass")).hexdigest()
