"""The facts of an edition: what the data guide says, each number computed; sharing.json holds them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from onespec.engine.findings import STOP, Findings
from onespec.engine.xpt.reader import read_xpt
from onespec.submission.sharing.actions import Context
from onespec.submission.sharing.edition import Measured
from onespec.submission.sharing.register import KEEP
from onespec.submission.sharing.risk import BANDS, compare, reach, subjects_of
from onespec.submission.sharing.search import ENCODINGS, Originals
from onespec.submission.sharing.survey import SUBJECT
from onespec.submission.sharing.transform import REMOVE

Facts = dict[str, Any]
# Analysis values and days that no action may change: their numbers of altered values must be zero.
_UNCHANGED = ("AVAL", "BASE", "CHG", "PCHG", "CNSR")


def edition_facts(
    out: Path, folder: Path, context: Context, measured: dict[str, Measured], findings: Findings
) -> Facts:
    """What was done with the data, and the risk before and after; an analysis value that is another one is a stop."""
    for each in (u for u in unchanged(measured) if u["altered"]):
        problem = f"{each['altered']:,} values of {each['variable']} are others in the edition."
        findings.add("SHARE-ENDPOINT", STOP, problem, "Keep the variable in sharing.yaml.", column=each["variable"])
    before, after = subjects_of(out, context.encoding), subjects_of(folder, context.encoding)
    compared = compare(before, after, context.sharing)
    return {
        "subjects": len(context.survey.names) - len(context.survey.left_out),
        "left_out": len(context.survey.left_out),
        "sites": len(context.survey.sites),
        "days": int(context.sharing.dates.days),
        "times": context.sharing.dates.times,
        "age": int(context.sharing.age),
        "rare": int(context.sharing.rare),
        "key": context.key.mark,
        "datasets": _datasets(measured),
        "kinds": {kind: sum(d.as_ == kind for d in context.decisions.values()) for kind in ("direct", "quasi", "kept")},
        "variables": list(_variables(context, measured)),
        "lost": [
            {"dataset": name, "variable": v.removeprefix("QVAL "), "values": n, "texts": texts}
            for name, m in measured.items()
            for v, (n, texts) in m.removed.items()
        ],
        "masked": sorted(context.masked),
        "at_masked_days": len(at_masked(out, context) - context.survey.left_out),
        "bands": [list(band) for band in BANDS],
        "risk": [asdict(each) for each in compared],
        "reach": [asdict(each) for each in reach(before, after, compared)] if compared else [],
        "unchanged": unchanged(measured),
    }


def searched_facts(originals: Originals, files: int) -> Facts:
    """What was looked for, in how many files."""
    return {
        "files": files,
        "encodings": [name.upper() for name in ENCODINGS],
        "subjects": len(originals.subjects) + len(originals.short),
        "sites": len(originals.sites),
        "dates": sum(map(len, originals.days.values())),
        "texts": len(originals.texts),
        "terms": len(originals.terms),
    }


def _datasets(measured: dict[str, Measured]) -> list[Facts]:
    return [
        {"dataset": name, "standard": m.standard, "built": m.was, "shared": m.records} for name, m in measured.items()
    ]


def _variables(context: Context, measured: dict[str, Measured]) -> Iterable[Facts]:
    """Each variable that is not kept as it was: what was done, and how many values are others."""
    for (dataset, name), decision in context.decisions.items():
        known = decision.known
        at = measured.get(f"SUPP{dataset}" if known.qualifier else dataset)
        altered = at.altered.get(f"QVAL {name}" if known.qualifier else name, 0) if at else 0
        if decision.action == KEEP or (not altered and decision.action != REMOVE):
            continue
        yield {
            "dataset": f"SUPP{dataset}" if known.qualifier else dataset,
            "variable": name,
            "label": known.label,
            "as": decision.as_,
            "action": decision.action,
            "levels": list(decision.levels),
            "altered": None if decision.action == REMOVE else altered,
            "reason": decision.reason,
        }


def at_masked(out: Path, context: Context) -> set[str]:
    """The subjects that have a date on a masked day of the study: who knows that day can undo their move."""
    days, found = context.survey.study_days, set[str]()
    numbers = {(np.datetime64(day) - np.datetime64("1960-01-01")).astype(int) for day in days}
    for path in sorted(out.glob("*/*.xpt")) if days else ():
        header, frame = read_xpt(path, context.encoding)
        if SUBJECT not in frame:
            continue
        for name in map(str, frame):
            decision = context.decisions[header.name, name]
            if decision.action != "shift":
                continue
            column = frame[name]
            is_day = column.isin(numbers) if pd.api.types.is_numeric_dtype(column) else column.str[:10].isin(days)
            found |= set(frame[SUBJECT][is_day])
    return found - {""}


def ongoing(out: Path, context: Context) -> set[str]:
    """The subjects whose study or treatment went on at the data cut (ADaMIG 1.3, 3.2.4: EOSSTT, EOTSTT)."""
    path = out / "adam" / "adsl.xpt"
    if not path.is_file():
        return set()
    frame = read_xpt(path, context.encoding)[1]
    states = [frame[name] == "ONGOING" for name in ("EOSSTT", "EOTSTT") if name in frame]
    return set(frame[SUBJECT][np.logical_or.reduce(states)]) if states else set()


def unchanged(measured: dict[str, Measured]) -> list[Facts]:
    """Analysis values and relative days, by variable: in how many datasets, and how many values are others."""
    out: dict[str, Facts] = {}
    for m in measured.values():
        for name, altered in m.altered.items():
            kind = name if name in _UNCHANGED else "DAYS" if name.endswith("DY") and name != "VISITDY" else ""
            if kind:
                own = out.setdefault(kind, {"variable": kind, "datasets": 0, "altered": 0})
                own["datasets"] += 1
                own["altered"] += altered
    return [out[name] for name in (*_UNCHANGED, "DAYS") if name in out]


def facts_text(facts: Facts) -> str:
    """The facts as a file."""
    return json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def of_action(facts: Facts, actions: Sequence[str]) -> list[Facts]:
    """The variables with which one of these was done."""
    return [v for v in facts["variables"] if v["action"] in actions]
