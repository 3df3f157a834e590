# pyright: standard
"""Findings for a person at a terminal, stops in full and queries by kind; for programs; and as a table."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.csv_text import safe
from onespec.engine.findings import STOP, Finding, Findings, finding_order
from onespec.engine.queries import Identity, Query
from onespec.engine.spec.folder import in_writing_order

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 200
ABOUT = ("rule", "file", "dataset", "column", "subject", "value", "message")
TOLD = ("rule", "level", "message", "fix", "file", "line", "row", "dataset", "column", "subject", "value", "count")
NUMBERS = ("line", "row", "count")


def stops_text(findings: Findings) -> str:
    """Every stop, one a line; past the first 200 they are counted by rule."""
    stops = in_writing_order(findings.stops)
    lines = [f.text() for f in stops[:SHOWN]]
    if len(stops) > SHOWN:
        rest = Counter(f.rule for f in stops[SHOWN:])
        lines.append(
            f"... and {len(stops) - SHOWN} more: " + ", ".join(f"{n} {rule}" for rule, n in rest.most_common())
        )
    lines.append(
        f"{len(stops)} stop{'s' * (len(stops) != 1)}, "
        f"{len(findings.queries)} quer{'y' if len(findings.queries) == 1 else 'ies'}. The outputs stay as they were."
    )
    return "\n".join(lines)


def queries_text(queries: list[Finding]) -> str:
    """Queries counted by rule."""
    kinds = Counter(f.rule for f in queries)
    return ", ".join(f"{n} {rule}" for rule, n in sorted(kinds.items()))


def findings_facts(findings: Iterable[Finding]) -> dict[str, Any]:
    """Findings for programs; ``complete``: nothing stops."""
    listed = sorted(findings, key=finding_order)
    return {"complete": not any(f.level == STOP for f in listed), "findings": [_record(f) for f in listed]}


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """Findings as a table, a row each: a check's, a build's, or those that an exception `Stopped` carries."""
    import pandas as pd

    rows = [_record(f) for f in sorted(findings, key=finding_order)]
    return pd.DataFrame(rows, columns=["id", *TOLD]).astype(dict.fromkeys(("line", "row"), "Int64"))


def queries_frame(queries: Iterable[Finding]) -> pd.DataFrame:
    """Queries of a build as a table: what findings have, and by what each is known and how it stands."""
    ordered = sorted(queries, key=finding_order)
    known = [f.query for f in ordered]
    places = {
        "form": [q.about.form if q else "" for q in known],
        "row_name": [q.about.row if q else "" for q in known],
        "field": [q.about.field if q else "" for q in known],
        "status": [q.status if q else "" for q in known],
        "first_seen": [q.first_seen if q else "" for q in known],
    }
    return findings_frame(ordered).assign(**places)


def read_queries(file: Path) -> Findings:
    """The queries of a build from its queries.csv, as the file has their texts."""
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    out = Findings()
    for row in rows:
        given: dict[str, Any] = {c: row[c] for c in (*TOLD, "reached")} | {"check": row.get("check", "")}
        given |= {c: int(row[c]) if row[c] else None for c in NUMBERS}
        out.append(Finding(**given, query=_query(row)))
    return out


def _query(row: dict[str, str]) -> Query | None:
    """What the query is known by; none of what the specification leaves open."""
    if "id" not in row:
        return None
    about = Identity(row["form"], row["row_name"], row["field"], row["rule"], row["value"])
    return Query(row["id"], about, row["status"], row["first_seen"])


def _record(finding: Finding) -> dict[str, Any]:
    """The finding with an id that says what it is about, whatever line it stands on and wherever it was read.

    That of a query to a site is the one by which the register of queries knows it.
    """
    if finding.query is not None:
        return {"id": finding.query.id} | {name: getattr(finding, name) for name in TOLD}
    number = hashlib.sha256("\x1f".join(safe(str(getattr(finding, n))) for n in ABOUT).encode()).hexdigest()[:12]
    return {"id": number} | {name: getattr(finding, name) for name in TOLD}
