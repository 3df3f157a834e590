# pyright: standard
"""Findings for a person at a terminal, stops in full and queries by kind; and for programs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from onespec.engine.findings import STOP, Finding, Findings, finding_order
from onespec.engine.spec.guessed import Guess

SHOWN = 200


def stops_text(findings: Findings) -> str:
    """Every stop, one a line; past the first 200 they are counted by rule."""
    stops = sorted(findings.stops, key=finding_order)
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


def findings_json(findings: Iterable[Finding], guesses: Sequence[Guess] = ()) -> str:
    """Findings, and what a drafted study guesses, for programs: one JSON object.

    ``complete``: nothing stops.  The ``id`` of a finding says what it is about, whatever line it stands on.
    """
    listed = sorted(findings, key=finding_order)
    said = {
        "complete": not any(f.level == STOP for f in listed),
        "findings": [_record(f) for f in listed],
        "guesses": [guess._asdict() for guess in guesses],
    }
    return json.dumps(said, indent=1, ensure_ascii=False)


def _record(finding: Finding) -> dict[str, Any]:
    about = (getattr(finding, name) for name in ("rule", "file", "dataset", "column", "subject", "value", "message"))
    number = hashlib.sha256("\x1f".join(map(str, about)).encode()).hexdigest()[:12]
    told = ("rule", "level", "message", "fix", "file", "line", "row", "dataset", "column", "subject", "value", "count")
    return {"id": number} | {name: getattr(finding, name) for name in told}
