# pyright: standard
"""What is held against the edition for sharing before it gets its name: displays, second programs, conformance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.engine.findings import STOP, Findings
from onespec.reporting import LIBRARIES

if TYPE_CHECKING:
    from onespec.judging import Judging
    from onespec.results.run import Computed
    from onespec.submission.sharing.register import Sharing

Facts = dict[str, Any]
FILE = "sharing.yaml"
_NOT_COMPUTED = "they need {} (pip install 'onespec[report]')."


def endpoints(study: Judging, folder: Path, sharing: Sharing, findings: Findings) -> Facts:
    """The displays computed from the built datasets and from the edition, and the numbers that are others.

    Of a display that sharing.yaml names, another number is a stop (SHARE-ENDPOINT).
    """
    out: Facts = {"displays": 0, "numbers": 0, "moved": 0, "names": [], "rows": [], "why": ""}
    plan = study.plan()
    known = [d.display.name for d in plan.displays]
    for name in (n for n in sharing.displays if n not in known):
        findings.add("SHARE-REGISTER", STOP, f"There is no display '{name}'.", f"Known: {', '.join(known)}.", file=FILE)
    if not known:
        return out
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        return out | {"why": _NOT_COMPUTED.format(", ".join(missing))}
    from onespec.results.moved import moved
    from onespec.results.run import Built, compute

    before, after = (compute(Built(plan, place)) for place in (study.out, folder))
    same = {c.plan.display.name for c, other in zip(before, after, strict=True) if _held(c) == _held(other)}
    changed = [each for each in moved(before, after) if each.display not in same - {*sharing.displays}]
    for each in (c for c in changed if c.display in sharing.displays):
        findings.add(
            "SHARE-ENDPOINT",
            STOP,
            f"{each.display}, {each.line} ({each.column}), {each.stat}: {each.old}, and {each.new} in the edition.",
            "Let the variables that it stands on be as they are, or take the display out of 'displays:'.",
            file=FILE,
        )
    rows = [row for pair in zip(before, after, strict=True) for row in _rows(*pair, sharing)]
    numbers = sum(1 for c in before for _ in _statistics(c))
    names = list(dict.fromkeys(c.display for c in changed))
    return out | {
        "displays": len(known),
        "numbers": numbers - len(changed),
        "moved": len(changed),
        "names": names,
        "rows": rows,
    }


def _statistics(computed: Computed) -> Iterator[Any]:
    from onespec.results.ard import rows_of

    return (row for row in rows_of(computed) if not isinstance(row.stat.value, str))


def _held(computed: Computed) -> Counter[tuple[str, str, str]]:
    """The numbers of a display, whatever lines they stand in: where each line is a subject, they have other names."""
    return Counter((row.column, row.stat.name, row.stat.text) for row in _statistics(computed))


def _rows(before: Computed, after: Computed, sharing: Sharing) -> Iterator[Facts]:
    """The numbers of a display that sharing.yaml names, before and after."""
    display = before.plan.display
    if display.name not in sharing.displays:
        return
    for old, new in zip(_statistics(before), _statistics(after), strict=False):
        line = before.results[old.analysis - 1][1].lines[old.line - 1].label if old.analysis else None
        said = {k: line[k] if line else "" for k in ("en", "zh")}
        title = {k: f"{display.number} {display.title.get(k) or display.title['en']}" for k in ("en", "zh")}
        numbers = [old.column, old.stat.label, old.stat.text, new.stat.text]
        yield {"display": title, "line": said, "numbers": numbers}


def programs(study: Judging, folder: Path) -> list[Facts]:
    """The second programs of the analysis datasets, run on the SDTM of the edition and compared with its ADaM."""
    from onespec.qc.double import left_out_of, production_files, program_sources, read_double
    from onespec.qc.run import programs_of

    made = production_files(folder)
    names = [n for n in program_sources(programs_of(study.folder)) if n in made and made[n].parent.name == "adam"]
    if not names:
        return []
    double = read_double(replace(study.sides, built=folder), names, 0)
    double.left_out = left_out_of(study.out)
    report = double.report(study.name)
    return [
        {
            "dataset": e.comparison.name,
            "verdict": e.verdict,
            "differences": e.unexplained,
            "variables": [v.name for v in e.comparison.variables if v.differing],
            "records": max(e.comparison.only_base, e.comparison.only_compare),
        }
        for e in report.entries
    ]


def conformance(study: Judging, folder: Path, encoding: str, sharing: Sharing, findings: Findings) -> Facts:
    """Breaches of the built datasets and of the edition, by rule and dataset; more than before, unexplained, is a stop.

    An entry of ``differences:`` in sharing.yaml explains its exact number.
    """
    before, after = (_breaches(study, place, encoding, findings) for place in (study.out, folder))
    reasons = {(d.rule, d.dataset): d for d in sharing.differences}
    told = []
    for rule, dataset in sorted({*before, *after}):
        was, now = before[rule, dataset], after[rule, dataset]
        if was == now:
            continue
        said = reasons.pop((rule, dataset), None)
        if said and int(said.count) != now - was:
            problem = f"{rule} has {now - was:+} breaches in {dataset}, and the entry says {int(said.count):+}."
            findings.add("SHARE-CONFORMANCE", STOP, problem, "Look again.", file=FILE, line=said.line, dataset=dataset)
        elif not said and now > was:
            problem = f"{rule} has {now:,} breaches in {dataset} of the edition, and {was:,} in the built one."
            fix = "Say why under 'differences:' of sharing.yaml, or change what is done with the variable."
            findings.add("SHARE-CONFORMANCE", STOP, problem, fix, file=FILE, dataset=dataset)
        told.append(
            {"rule": rule, "dataset": dataset, "before": was, "after": now, "reason": said.reason if said else ""}
        )
    for said in reasons.values():
        problem = f"{said.rule} has as many breaches in {said.dataset} as before."
        findings.add("SHARE-CONFORMANCE", STOP, problem, "Take the entry out.", file=FILE, line=said.line)
    return {"before": before.total(), "after": after.total(), "differences": told}


def _breaches(study: Judging, place: Path, encoding: str, findings: Findings) -> Counter[tuple[str, str]]:
    from onespec.conformance.engines import Core, run_engines
    from onespec.conformance.package import read_package

    package, analysis = (read_package(place / name, encoding) for name in ("sdtm", "adam"))
    runs = run_engines(package, analysis, study.plan().study, Core(), findings)
    return Counter((b.rule, b.dataset) for run in runs for b in run.breaches)
