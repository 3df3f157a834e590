"""Facts of what a build and its judges reported: accounting, queries, cut, coding, conformance, double programming."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from onespec.submission.guides.sources import Absent, NotGiven, Sources
from onespec.submission.guides.verbs import Row, Value, verb


@verb
def run(sources: Sources, path: str, options: Mapping[str, Any]) -> Value:
    """A value of run.json: ``cut.date``, ``accounting.filled``, ``versions.onespec``."""
    found: Any = sources.run_record
    for name in path.split("."):
        if not isinstance(found, Mapping) or name not in found:
            raise Absent(f"run.json has no {path}")
        found = found[name]
    return found if isinstance(found, int) else str(found)


@verb
def given(sources: Sources, name: str, options: Mapping[str, Any]) -> Value:
    """1 where the report of a judge is there (conformance, qc, accounting, queries), 0 where it has not run."""
    try:
        sources.report(name)
    except NotGiven:
        return 0
    return 1


# -- the account of the raw export -------------------------------------------------------------------


def _forms(sources: Sources) -> list[dict[str, Any]]:
    return sources.report("accounting")["forms"]


def _reached(field: Mapping[str, Any]) -> set[str]:
    """The datasets that a field was carried to or used by."""
    return {place.partition(".")[0] for place in (*field["carried_to"], *field["used_by"])}


@verb
def forms(sources: Sources, dataset: str, options: Mapping[str, Any]) -> Value:
    """The forms of the export whose fields were carried to a dataset; all forms for ``all``."""
    found = [
        form
        for form in _forms(sources)
        if dataset == "all" or any(p.startswith(f"{dataset}.") for f in form["fields"] for p in f["carried_to"])
    ]
    return [f"{_label(form, sources)} ({form['form']})" for form in found]


@verb
def unfed(sources: Sources, names: list[str], options: Mapping[str, Any]) -> Value:
    """Those of some datasets that there are not, and to which no field of the export was carried."""
    fed = {reached for form in _forms(sources) for field in form["fields"] for reached in _reached(field)}
    return [name for name in names if name not in sources.files and name not in fed]


@verb
def fields(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """How many fields the forms of the export have."""
    return sum(len(form["fields"]) for form in _forms(sources))


@verb
def not_submitted(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """What was collected and not submitted, by its reason: how many fields and filled cells, and the fields."""
    out: dict[str, dict[str, Any]] = {}
    for form in _forms(sources):
        for field in (f for f in form["fields"] if f["not_submitted_because"]):
            reason = field["not_submitted_because"]
            entry = out.setdefault(reason, {"reason": reason, "fields": 0, "cells": 0, "named": []})
            entry["fields"] += 1
            entry["cells"] += field["not_submitted"]
            entry["named"].append(_label(field, sources))
    return [{**e, "named": "; ".join(dict.fromkeys(e["named"]))} for e in out.values()]


def _label(described: Mapping[str, Any], sources: Sources) -> str:
    label = described["label"]
    return label.get(sources.language) or label.get("en") or described.get("field") or described["form"]


# -- queries, coding, the cut ------------------------------------------------------------------------


@verb
def queries(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """Queries of the register: how many (``total``, or of a status), or ``by`` status, rule, dataset as rows."""
    asked = sources.report("queries")["queries"]
    if what == "by":
        names = options["names"]
        tally = Counter(tuple(str(query[name]) for name in names) for query in asked)
        return [{**dict(zip(names, key, strict=True)), "queries": n} for key, n in sorted(tally.items())]
    return sum(1 for query in asked if what in ("total", query["status"]))


@verb
def coding(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """The dictionaries of coders: terms, and those without a code."""
    found = sources.run_record.get("coding", {}).get("dictionaries", {})
    return [
        {"dictionary": n, "terms": d["terms"], "without_code": d["without_code"], "records": d["records"]}
        for n, d in found.items()
    ]


@verb
def cut(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """What the data cut left out or changed, by form, field and kind."""
    tally = Counter((row["form"], row["field"], row["becomes"]) for row in sources.listed("cut"))
    labels = {form["form"]: _label(form, sources) for form in _forms(sources)}
    return [{"form": labels.get(f, f), "field": d, "becomes": b, "rows": n} for (f, d, b), n in sorted(tally.items())]


@verb
def edit_checks(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """The edit checks that found records."""
    title = "title" if sources.language == "en" else f"title_{sources.language}"
    return [
        {
            "check": c["check"],
            "title": c.get(title) or c["title"],
            "records": int(c["records"]),
            "subjects": int(c["subjects"]),
        }
        for c in sources.listed("edit-checks")
        if int(c["records"] or 0)
    ]


# -- the judges ---------------------------------------------------------------------------------------


@verb
def engines(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The engines of conformance that have run on a standard, with rules and breaches."""
    return [
        {"engine": e["engine"], "what": e["what"], "ran": e["rules"].get("ran", 0), "breaches": e["breaches"]}
        for e in sources.report("conformance")["engines"]
        if e["standard"] == standard and e["run"]
    ]


@verb
def not_run(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The engines of conformance that were there for a standard and have not run."""
    return [e["engine"] for e in sources.report("conformance")["engines"] if e["standard"] == standard and not e["run"]]


@verb
def conformance(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """How many breaches of a standard there are: ``explained``, ``unexplained`` or ``total``."""
    found = [b for b in sources.report("conformance")["breaches"] if b["standard"] == options["standard"]]
    total = sum(breach.get("count", 1) for breach in found)  # those that are not listed are one entry
    explained = sum(breach.get("count", 1) for breach in found if breach["explained"])
    return {"total": total, "explained": explained, "unexplained": total - explained}[what]


@verb
def issues(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The breaches of a standard by rule, dataset and explanation."""
    report = sources.report("conformance")
    reasons = {e["place"]: e["reason"] for e in report["explanations"]}
    tally: dict[tuple[str, ...], Row] = {}
    for breach in (b for b in report["breaches"] if b["standard"] == standard):
        key = breach["engine"], breach["rule"], breach["dataset"] or "", breach["explained"] or ""
        row = tally.setdefault(
            key,
            {
                "rule": f"{breach['rule']} ({breach['engine']})",
                "dataset": breach["dataset"] or "",
                "message": breach["message"],
                "breaches": 0,
                "reason": reasons.get(breach["explained"] or "", ""),
            },
        )
        row["breaches"] = int(row["breaches"]) + breach.get("count", 1)
    return [tally[key] for key in sorted(tally)]


@verb
def qc(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """Double programming of the datasets of a standard: how many were ``compared``, or were ``identical``.

    ``programs`` lists the datasets with program, verdict, rows; ``waivers`` those that apply; ``shared`` what second
    programs share.
    """
    report = sources.report("qc")
    if what == "shared":
        return [each["name"] for each in report["shared"]]
    names = {d.name for d in sources.define(options["standard"]).datasets}
    found = [each for each in report["datasets"] if each["name"] in names]
    if what == "compared":
        return len(found)
    if what == "identical":
        return sum(1 for each in found if each["verdict"] == "identical")
    if what == "waivers":
        kept = [w for w in report["waivers"] if names & set(w["dataset"].split(", "))]
        return [{"dataset": w["dataset"], "reason": w["reason"], "explains": w["explains"]} for w in kept]
    return [
        {
            "dataset": each["name"],
            "program": (each["compare"] or {}).get("source", {}).get("name", ""),
            "verdict": each["verdict"],
            "rows": (each["compare"] or {}).get("rows", 0),
            "matched": each["matched"],
        }
        for each in found
    ]
