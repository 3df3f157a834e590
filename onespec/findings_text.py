# pyright: standard
"""Findings for a person at a terminal: stops in full, queries by kind."""

from __future__ import annotations

from collections import Counter

from onespec.engine.findings import Finding, Findings, finding_order

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
