"""The report for machines."""

from __future__ import annotations

import json
import math
from dataclasses import asdict

from onespec.qc.report import Entry, Report, program


def report_json(report: Report) -> str:
    """One JSON object; numbers are numbers, missing ones null, and infinite ones the texts Infinity and -Infinity."""
    content = {
        "title": report.title,
        "verdict": report.verdict,
        "good": report.good,
        "program": program(),
        "made": report.made or None,
        "base": report.base,
        "compare": report.compare,
        "notes": list(report.notes),
        "shared": [asdict(s) for s in report.shared],
        "datasets": [_dataset(e, report) for e in report.entries],
        "waivers": [asdict(w) | {"stale": w.stale} for w in report.waivers],
    }
    return json.dumps(_finite(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(content):
    """The same, without the numbers that JSON cannot say."""
    if isinstance(content, dict):
        return {key: _finite(each) for key, each in content.items()}
    if isinstance(content, list | tuple):
        return [_finite(each) for each in content]
    if isinstance(content, float) and not math.isfinite(content):
        return None if content != content else "Infinity" if content > 0 else "-Infinity"
    return content


def _dataset(entry: Entry, report: Report) -> dict:
    c = entry.comparison
    out = {
        "name": c.name,
        "verdict": entry.verdict,
        "summary": entry.summary(report),
        "sysinfo": int(c.sysinfo),
        "sysinfo_bits": [b.name for b in c.sysinfo],
        "explained": entry.explained,
        "unexplained": entry.unexplained,
        "described_by": entry.described,
        "statements": [asdict(d) for d in entry.facts],
    }
    fields = asdict(c)
    for name in ("name", "places", "explained"):
        fields.pop(name)
    fields["heaviest"] = [row | {"cells": count} for row, count in fields["heaviest"]]
    return out | fields | {"differing_values": c.differing_values}
