"""Facts of the plan: what depends on what, windows, long texts, displays, and what study.yaml says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from onespec.engine.plan.references import Plan, TableOf
from onespec.submission.guides.sources import Absent, Sources
from onespec.submission.guides.verbs import Row, Value, verb


@verb
def study(sources: Sources, path: str, options: Mapping[str, Any]) -> Value:
    """A value of study.yaml: ``id``, ``standards.sdtm.version``, ``notice.en``."""
    found: Any = sources.planned.study
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else getattr(found, name, None)
        if found is None or found == "":
            raise Absent(f"study.yaml says nothing of {path}")
    return found if isinstance(found, int) else str(found)


def _needed(plan: Plan, dataset: str) -> list[str]:
    """The other datasets that a dataset is made from, directly, in the order of the specification."""
    found = {node[0] for own, needs in plan.needs.items() if own[0] == dataset for node in needs}
    return [name for name in plan.study.datasets if name in found and name != dataset]


@verb
def needs(sources: Sources, dataset: str, options: Mapping[str, Any]) -> Value:
    """The datasets that a dataset was made from directly; ``standard``: those of a standard."""
    plan = sources.planned
    return [n for n in _needed(plan, dataset) if _standard(plan, n) == options.get("standard", _standard(plan, n))]


@verb
def needed_by(sources: Sources, dataset: str, options: Mapping[str, Any]) -> Value:
    """The datasets of a standard that were made from a dataset directly."""
    plan = sources.planned
    own = [name for name in plan.study.datasets if _standard(plan, name) == options["standard"]]
    return [name for name in own if dataset in _needed(plan, name)]


def _standard(plan: Plan, dataset: str) -> str:
    return plan.study.datasets[dataset].standard


@verb
def intermediate(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The datasets of the specification that are not among the files."""
    plan = sources.planned
    return [name for name in plan.study.datasets if _standard(plan, name) == standard and name not in sources.files]


@verb
def helpers(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """How many variables were computed for others and not submitted."""
    kept = (d for d in sources.planned.study.datasets.values() if d.standard == standard)
    return sum(1 for dataset in kept for variable in dataset.variables.values() if variable.helper)


@verb
def long_texts(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The variables whose texts several variables hold, as a variable holds 200 bytes at most."""
    kept = (d for d in sources.planned.study.datasets.values() if d.standard == standard)
    return [
        {"variable": f"{d.name}.{v.name}", "further": ", ".join(v.further)}
        for d in kept
        for v in d.variables.values()
        if v.further
    ]


@verb
def windows(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The tables of analysis windows, with the datasets whose visits they give."""
    plan = sources.planned
    used: dict[str, list[str]] = {}
    for (dataset, _), planned in plan.variables.items():
        if planned.operation is None or _standard(plan, dataset) != standard:
            continue
        for key, argument in planned.arguments.items():
            if isinstance(argument, TableOf) and argument.name and _is_window(key):
                used.setdefault(argument.name, []).append(dataset)
    return [{"table": name, "datasets": ", ".join(dict.fromkeys(of))} for name, of in used.items()]


def _is_window(parameter: str) -> bool:
    return parameter in ("windows", "schedule")


@verb
def table(sources: Sources, name: str, options: Mapping[str, Any]) -> Value:
    """The rows of a long table of the specification."""
    found = sources.planned.study.tables
    if name not in found:
        raise Absent(f"the specification has no table {name}")
    return [dict(row) for row in found[name]]


@verb
def displays(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """The displays of the report: number, name and title."""
    return [
        {
            "number": each.display.number,
            "name": each.display.name,
            "title": str(each.display.title.get(sources.language) or each.display.title.get("en", "")),
        }
        for each in sources.planned.displays
    ]


@verb
def specified(sources: Sources, standard: str, options: Mapping[str, Any]) -> Value:
    """The files of the specification, one a dataset."""
    kept = (d for d in sources.planned.study.datasets.values() if d.standard == standard and d.name in sources.files)
    rows: list[Row] = [{"dataset": dataset.name, "file": dataset.file} for dataset in kept]
    return [row for row in rows if row["file"]]


@verb
def notice(sources: Sources, what: str, options: Mapping[str, Any]) -> Value:
    """What study.yaml has on every page: that the data are simulated, say."""
    said = sources.planned.study.notice.get(sources.language, "")
    if not said:
        raise Absent("study.yaml has no notice")
    return said
