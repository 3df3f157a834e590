# pyright: standard
"""What is held against the edition for sharing before it gets its name: displays, second programs, conformance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onespec.beside import folder_beside
from onespec.engine.findings import STOP, Findings
from onespec.reporting import LIBRARIES

if TYPE_CHECKING:
    from onespec.judging import Judging
    from onespec.qc.result import Comparison
    from onespec.results.moved import StatChange
    from onespec.results.run import Computed
    from onespec.submission.sharing.actions import Context
    from onespec.submission.sharing.register import Sharing
    from onespec.submission.sharing.share import Made

Facts = dict[str, Any]
FILE = "sharing.yaml"
_WORD = re.compile(r"[0-9A-Za-z._/-]+")  # an identifier has no blank
_ALL = 1_000_000_000  # differing rows that are listed: each has its reason
_NOT_COMPUTED = "they need {} (pip install 'onespec[report]')."


def endpoints(study: Judging, folder: Path, context: Context, findings: Findings) -> Facts:
    """The displays computed from the built datasets and from the edition, and the numbers that are others.

    Of a display that sharing.yaml names, another number is a stop (SHARE-ENDPOINT).  The line of a subject is found
    again by the new identifier; lines that have another name because a term was replaced are held as a set.
    """
    sharing = context.sharing
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
    changed = list(_changed(moved(before, after, _renamed(context, plan.study.id)), sharing))
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


def _renamed(context: Context, study: str) -> Callable[[str], str]:
    """How a text of a display is called in the edition: each identifier of a subject is the new one."""
    survey = context.survey
    new = {subject: f"{study}-{name}" for subject, name in survey.names.items()}
    new |= {short: survey.names[subject] for short, subject in survey.short.items() if subject in survey.names}
    return lambda text: _WORD.sub(lambda m: new.get(m[0], m[0]), text)


def _changed(found: Iterable[StatChange], sharing: Sharing) -> Iterator[StatChange]:
    """Without the numbers that a line of another name has: they are in both, once each."""
    from onespec.results.moved import NONE

    listed = list(found)
    gone = Counter((c.display, c.column, c.stat, c.old) for c in listed if c.new == NONE)
    come = Counter((c.display, c.column, c.stat, c.new) for c in listed if c.old == NONE)
    both = gone & come
    left = {NONE: both.copy(), "": both.copy()}
    for each in listed:
        is_gone = each.new == NONE
        if each.display not in sharing.displays and (is_gone or each.old == NONE):
            of = left[NONE if is_gone else ""]
            key = each.display, each.column, each.stat, each.old if is_gone else each.new
            if of[key]:
                of[key] -= 1
                continue
        yield each


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


def programs(study: Judging, folder: Path, made: Made) -> list[Facts]:
    """The second programs of the analysis datasets, run on the SDTM of the edition and compared with its ADaM.

    ``reasons``: of each difference why it is there (`submission.sharing.reasons`).
    """
    from onespec.qc.double import left_out_of, production_files, program_sources, read_double
    from onespec.qc.run import programs_of
    from onespec.submission.sharing.facts import at_masked, ongoing
    from onespec.submission.sharing.reasons import Reasons

    there = production_files(folder)
    names = [n for n in program_sources(programs_of(study.folder)) if n in there and there[n].parent.name == "adam"]
    if not names:
        return []
    with folder_beside(study, "qc") as room:
        double = read_double(replace(study.sides, built=folder, room=room), names, _ALL)
        at_cut = at_masked(study.out, made.context) | ongoing(study.out, made.context)
        double.left_out = left_out_of(study.out)
        report = double.report(study.name)

        def reasons(c: Comparison) -> dict[str, int]:
            name = f"adam/{c.name.lower()}.xpt"
            if c.error or name not in made.rows:
                return {}
            known = Reasons(study.out / name, folder / name, made.rows[name], made.context, at_cut)
            return known.count(c)

        return [
            {
                "dataset": e.comparison.name,
                "verdict": e.verdict,
                "differences": e.unexplained,
                "variables": [v.name for v in e.comparison.variables if v.differing],
                "records": max(e.comparison.only_base, e.comparison.only_compare),
                "reasons": reasons(e.comparison),
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
    from onespec.conformance.stored import as_read_whole, open_packages

    folders = [place / name for name in ("sdtm", "adam")]
    package, analysis = open_packages(folders, encoding)
    with as_read_whole(folders, encoding):
        runs = run_engines(package, analysis, study.plan().study, Core(), findings)
    out: Counter[tuple[str, str]] = Counter()
    for breach in (b for run in runs for b in run.breaches):
        out[breach.rule, breach.dataset] += breach.count
    return out
