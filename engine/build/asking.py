"""What a build asks: its queries with their identity, held against the register of queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onespec.engine.csv_text import write_csv
from onespec.engine.findings import QUERY, Finding, Findings, finding_order
from onespec.engine.milestones import is_asked, is_open
from onespec.engine.queries import ACCEPTED, CLOSED, OPEN, Identity, Query, id_of, identities, kind_of, row_of
from onespec.engine.raw.named_rows import named_rows
from onespec.engine.raw.store import RawStore
from onespec.engine.spec.model import Study
from onespec.engine.spec.query_register import Entry, Register

COLUMNS = ("id", "rule", "level", "file", "line", "row", "dataset", "column", "subject", "value", "message", "fix")
COLUMNS += ("count", "reached", "form", "row_name", "field", "status", "first_seen", "check")


@dataclass(frozen=True)
class Asked:
    """The queries among some findings.

    to_ask     what data management is to be asked
    accepted   what somebody has accepted: it stays silent
    left_open  what the specification leaves open, as its milestone lets it
    for_coder  what waits for a coder or translator
    """

    to_ask: list[Finding]
    accepted: list[Finding]
    left_open: list[Finding]
    for_coder: list[Finding]

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Asked:
        out = cls([], [], [], [])
        for f in (f for f in findings if f.level == QUERY):
            if not is_asked(f):
                (out.left_open if is_open(f) else out.for_coder).append(f)
            else:
                accepted = f.query is not None and f.query.status == ACCEPTED
                (out.accepted if accepted else out.to_ask).append(f)
        return out


def asked(study: Study, store: RawStore, findings: Findings, register: Register | None) -> Findings:
    """The findings, queries to sites with what they are known by (`Finding.query`)."""
    queries = sorted((f for f in findings if f.level == QUERY and is_asked(f)), key=finding_order)
    places = [place for f in queries if (place := row_of(f))]
    about = identities(queries, named_rows(study, store, places))
    known = stand({a: f.message for f, a in zip(queries, about, strict=True)}, register)
    of = {id(f): known[a] for f, a in zip(queries, about, strict=True)}
    return Findings(replace(f, query=of[id(f)]) if id(f) in of else f for f in findings)


def stand(messages: Mapping[Identity, str], register: Register | None) -> dict[Identity, Query]:
    """How each query, with its message, stands: what the register says of it, or new.

    One that was closed, and is here, is open again; so is one that was accepted and asks something else now.
    """
    entries = {entry.about: entry for entry in register.queries} if register else {}
    wanted = sorted(messages)
    before = _before(register, wanted) if register else {}
    taken = {entry.id for entry in entries.values()}
    out: dict[Identity, Query] = {}
    for each in wanted:
        entry = entries.get(each)
        if entry:
            again = entry.status == CLOSED or asks_otherwise(entry, messages[each])
            status = OPEN if again else entry.status
            out[each] = Query(entry.id, each, status, entry.first_seen, earlier=entry.earlier)
        else:
            out[each] = Query(id_of(each, taken), each, is_new=register is not None, earlier=before.get(each.place, ""))
            taken.add(out[each].id)
    return out


def asks_otherwise(entry: Entry, message: str) -> bool:
    """Was something else accepted than what is asked now?"""
    return entry.status == ACCEPTED and kind_of(entry.message) != kind_of(message)


def _before(register: Register, wanted: Iterable[Identity]) -> dict[tuple[str, str, str], str]:
    """Of each cell the query that arises no more, and that somebody has answered or accepted; the last one seen."""
    here, order = set(wanted), {transfer.name: number for number, transfer in enumerate(register.transfers)}
    gone = [e for e in register.queries if e.about not in here and (e.answer or e.reason)]
    return {e.about.place: e.id for e in sorted(gone, key=lambda e: (order.get(e.last_seen, -1), e.id))}


def write_queries(path: Path, queries: Iterable[Finding]) -> None:
    """The queries to ask as a table, one a line, in an order that does not depend on how the work was cut."""
    rows = (_row(f) for f in sorted(queries, key=finding_order))
    write_csv(path, COLUMNS, ([row[c] for c in COLUMNS] for row in rows))


def _row(finding: Finding) -> dict[str, object]:
    query = finding.query
    assert query is not None
    about = query.about
    known = {"id": query.id, "form": about.form, "row_name": about.row, "field": about.field}
    return finding.record() | known | {"status": query.status, "first_seen": query.first_seen}


def write_queries_facts(path: Path, asked: Asked, export: str) -> None:
    """All queries to sites for programs, those too that are accepted, with their texts as they are.

    export  the digest of the export that they are asked of
    """
    queries = sorted([*asked.to_ask, *asked.accepted], key=lambda f: f.query.about if f.query else ())
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{\n "export": {json.dumps(export)},\n "queries": [')
        for number, finding in enumerate(queries):
            said = json.dumps(_facts(finding), sort_keys=True, ensure_ascii=False)  # a line each
            file.write(("," if number else "") + "\n  " + said)
        file.write("\n ]\n}\n" if queries else "]\n}\n")


def _facts(finding: Finding) -> dict[str, Any]:
    query = finding.query
    assert query is not None
    said = dict.fromkeys((f.rule, f.message, f.fix, f.check) for f in (finding.members or (finding,)))
    place = {"file": finding.file, "row_number": finding.row, "subject": finding.subject, "dataset": finding.dataset}
    place["form_of_row"] = finding.form
    stands = {"status": query.status, "first_seen": query.first_seen, "new": query.is_new, "earlier": query.earlier}
    known = {"id": query.id, "check": finding.check} | query.about._asdict()
    return known | place | stands | {"message": finding.message, "said": [list(each) for each in said]}
