"""The result of a validation for machines: one JSON object, and one CSV row a breach."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from onespec.conformance.breach import Breach
from onespec.conformance.explained import Explanation
from onespec.conformance.validate import Judged, Validation
from onespec.engine.csv_text import csv_text

COLUMNS = (
    "standard",
    "dataset",
    "engine",
    "rule",
    "row",
    "subject",
    "keys",
    "variables",
    "values",
    "message",
    "fix",
    "spec",
    "explained",
)


def report_json(validation: Validation) -> str:
    """Every breach, every explanation, and what each engine did; a breach of a dataset as a whole has ``row`` null."""
    content = {
        "title": validation.title,
        "verdict": validation.verdict,
        "good": validation.good,
        "notes": validation.notes,
        "files": validation.files,
        "engines": [
            {
                "engine": r.engine,
                "standard": r.standard,
                "what": r.judges,
                "run": r.done,
                "rules": r.rules,
                "breaches": r.count,
            }
            for r in validation.runs
        ],
        "explanations": [
            _entry(e) | {"explains": n, "stale": (e, n) in validation.stale} for e, n in validation.explanations
        ],
        "breaches": [
            _breach(j.breach) | {"keys": j.keys, "explained": _explained(validation, j) or None}
            for j in validation.judged
        ],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _breach(breach: Breach) -> dict:
    """Its fields; ``count`` where it stands for several, which are not listed."""
    told = {f.name: getattr(breach, f.name) for f in fields(breach) if f.name != "beyond"}
    return told | ({"count": breach.count} if breach.beyond else {})


def report_csv(validation: Validation) -> str:
    """One row a breach; several keys, variables or values are separated by '; '."""
    return csv_text(COLUMNS, (_row(validation, judged) for judged in validation.judged))


def _row(validation: Validation, judged: Judged) -> list[object]:
    b = judged.breach
    listed = ["; ".join(judged.keys), "; ".join(b.variables), "; ".join(b.values)]
    told = [b.message, b.fix, b.spec, _explained(validation, judged)]
    return [b.standard, b.dataset, b.engine, b.rule, b.row, b.subject, *listed, *told]


def _explained(validation: Validation, judged: Judged) -> str:
    """The place of the entry that explains a breach."""
    return validation.explanations[judged.explained][0].place if judged.explained >= 0 else ""


def _entry(entry: Explanation) -> dict:
    return asdict(entry) | {"where": [c.text() for c in entry.where], "place": entry.place}
