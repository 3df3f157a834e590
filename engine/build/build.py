"""The build: specification and raw export in, a staged folder of outputs out.

define.xml is written by the caller's ``document`` between the datasets and the exchange of folders,
because this floor does not know the rooms above it.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from dataclasses import replace as replace_dataclass
from pathlib import Path

from onespec.engine.build.fingerprint import Fingerprints, engine_digest, sha
from onespec.engine.build.freshness import (
    RECORD,
    cache_folder,
    read_state,
    stamp,
    stamps,
    touched,
    versions,
    write_state,
)
from onespec.engine.build.outputs import (
    SourceRecords,
    lengths,
    write_accounting,
    write_dataset,
    write_findings,
    write_json,
    write_lineage,
    xpt_variables,
)
from onespec.engine.build.stage import alone, recover, staged
from onespec.engine.findings import QUERY, STOP, Findings, Stopped
from onespec.engine.plan.make import make_plan
from onespec.engine.plan.references import Plan
from onespec.engine.raw.account import Accounts, merge
from onespec.engine.raw.store import RawStore, fill_store, keep_store
from onespec.engine.registry import discover
from onespec.engine.run.accounting import LOST, report_lost
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.run.operate import FAILED
from onespec.engine.run.tasks import STUDY_PART, Summary, Task, cached, run_parts
from onespec.engine.spec.model import Dataset, Study

Document = Callable[[Plan, str, dict[str, DatasetMeasure]], bytes]


@dataclass(frozen=True)
class Options:
    """What a build is asked to do; none of it but the first three changes a byte of the result."""

    study: Path
    raw: Path
    out: Path
    packages: tuple[str, ...]
    workers: int = 1
    part_size: int = 500
    standards: tuple[str, ...] = ("sdtm", "adam")  # one without the other: the other's outputs, now older, go


@dataclass
class DatasetResult:
    """One line of the summary table."""

    name: str
    rows_in: int
    rows_out: int
    variables: int
    findings: int
    seconds: float
    rebuilt: bool


@dataclass
class Result:
    datasets: list[DatasetResult]
    findings: Findings
    accounts: Accounts
    reasons: list[str]
    seconds: float
    parts: tuple[int, int] = (0, 0)  # parts computed, parts in all
    inputs: dict = field(default_factory=dict)


def specification(study: Path, packages: tuple[str, ...], findings: Findings) -> Plan:
    """The checked plan of a study; raises `Stopped` with all findings when it has stops."""
    plan = make_plan(study, discover(packages, study / "methods.py", findings), findings)
    if findings.stops or plan is None:
        raise Stopped(findings)
    return plan


def build(options: Options, document: Document, inputs: dict, files: dict, progress) -> Result:
    """Build everything; raises `Stopped` and leaves the outputs as they were when anything is a stop.

    document  writes define.xml: plan, standard, measures -> bytes
    inputs    digests of all input files (`freshness.digests`), for the run's record; ``files`` their paths
    """
    with alone(options.out, cache_folder(options.out)):
        return _build(options, document, inputs, files, progress)


def _build(options: Options, document: Document, inputs: dict, files: dict, progress) -> Result:
    begun = time.perf_counter()
    seen = stamps(
        (files[g], inputs[g]) for g in files
    )  # now: a file that changes while the build runs is a changed file
    findings = Findings()
    recover(options.out)
    progress.step("reading the specification")
    plan = specification(options.study, options.packages, findings)
    cache = cache_folder(options.out)
    store = fill_store(plan.study, options.raw, cache / "raw", options.part_size, findings, progress.step)
    if store is None:
        raise Stopped(_levelled(findings, plan.study))
    fingerprints = Fingerprints(plan)
    tasks = _tasks(plan, store, fingerprints, options.standards)
    state = read_state(options.out)
    stale = {
        n: [t.number for t in tasks if n in t.keys and not cached(cache, t.keys[n]).exists()]
        for n in plan.study.datasets
    }
    spoiled = touched(options.out, state)
    reasons = _reasons(fingerprints, store, state, plan, inputs, spoiled)
    summaries = sorted(
        run_parts(plan, store, cache, tasks, options.workers, list(options.packages), progress.parts),
        key=lambda s: s.number,
    )
    measures, accounts = _merged(plan, summaries, store)
    findings += [f for s in summaries for f in s.findings]
    report_lost(accounts, {n: f.file for n, f in plan.study.forms.items()}, findings)
    findings = _levelled(_trustworthy(findings), plan.study)
    if findings.stops:
        raise Stopped(findings)
    keys = {
        n: [t.keys[n] for t in tasks if n in t.keys] for n in plan.study.datasets if any(n in t.keys for t in tasks)
    }
    written, seconds = _write(
        options, plan, store, cache, keys, measures, findings, accounts, document, inputs, state, spoiled, progress
    )
    results = [
        _result(
            plan,
            store,
            d,
            measures,
            findings,
            sum(s.seconds.get(d.name, 0) for s in summaries) + seconds.get(d.name, 0),
            bool(stale[d.name]),
        )
        for d in plan.study.datasets.values()
        if d.name in measures
    ]
    _remember(options, inputs, seen, fingerprints, store, written)
    keep_store(store, cache / "raw")
    _forget(cache, tasks)
    done = len({n for parts in stale.values() for n in parts})
    return Result(results, findings, accounts, reasons, time.perf_counter() - begun, (done, len(tasks)), inputs)


def _trustworthy(findings: Findings) -> Findings:
    """When an operation failed, in whatever part, that is told once; what its blanks led to is not."""
    failed = dict.fromkeys(f for f in findings if f.rule == FAILED)
    return (
        Findings([*failed, *(f for f in findings if f.file and not f.dataset and f.rule not in (FAILED, LOST))])
        if failed
        else findings
    )


def _levelled(findings: Findings, study: Study) -> Findings:
    """A study may raise a kind of query to a stop."""
    return Findings(
        replace_dataclass(f, level=STOP) if f.level == QUERY and study.levels.get(f.rule) == STOP else f
        for f in findings
    )


def _tasks(plan: Plan, store: RawStore, fingerprints: Fingerprints, standards: tuple[str, ...]) -> list[Task]:
    """A task a part, and one for datasets of the study as a whole; keys say what each result is made from."""
    datasets = [d for d in plan.study.datasets.values() if d.standard in standards]
    engine = engine_digest()
    described = {d.name: fingerprints.dataset(d) for d in datasets}
    contracts = {n: fingerprints.form(n) for n in plan.study.forms}
    checks = sha(*(fingerprints.step(c)[0] for c in plan.checks))
    tasks = []
    for number in ([STUDY_PART] if any(d.study_level for d in datasets) else []) + list(range(len(store.parts))):
        keys = {}
        for dataset in datasets:
            if dataset.study_level != (number == STUDY_PART):
                continue
            text, forms = described[dataset.name]
            slices = (
                [f"{f}:{contracts[f]}:{store.forms[f].digests[number]}" for f in sorted(forms)]
                if number != STUDY_PART
                else []
            )
            keys[dataset.name] = sha(engine, text, *slices, *(["first"] if dataset.of_both and number == 0 else []))
        everything = (
            [f"{f}:{contracts[f]}:{s.digests[number]}" for f, s in sorted(store.forms.items())]
            if number != STUDY_PART
            else []
        )
        tasks.append(Task(number, keys, sha("summary", engine, checks, *keys.values(), *everything)))
    return tasks


def _merged(plan: Plan, summaries: list[Summary], store: RawStore) -> tuple[dict[str, DatasetMeasure], Accounts]:
    measures: dict[str, DatasetMeasure] = {}
    accounts: Accounts = {}
    merge(accounts, store.refused)
    for summary in summaries:
        for name, measure in summary.measures.items():
            measures.setdefault(name, DatasetMeasure()).merge(measure)
        merge(accounts, summary.accounts)
    # A SUPP-- dataset without rows says nothing and is not part of the package.
    return {
        n: measures[n] for n, d in plan.study.datasets.items() if n in measures and (measures[n].rows or not d.parent)
    }, accounts


def _write(
    options, plan, store, cache, keys, measures, findings, accounts, document, inputs, state, spoiled, progress
) -> tuple[dict, dict[str, float]]:
    """Write everything into a fresh folder, which then takes the place of the old one."""
    study, seconds = plan.study, {}
    length = {s: lengths(study, s, measures) for s in study.standards}
    made_from = {}
    with staged(options.out) as fresh:
        for name, measure in measures.items():
            dataset, begun = study.datasets[name], time.perf_counter()
            progress.step(f"writing {name}")
            (fresh / dataset.standard).mkdir(exist_ok=True)
            (fresh / "lineage").mkdir(exist_ok=True)
            variables = xpt_variables(dataset, length[dataset.standard])
            sources = [
                k for s in sorted(dataset.sources & keys.keys()) for k in keys[s]
            ]  # whose records the lineage numbers
            made_from[name] = sha(
                repr(variables), dataset.label, str(study.created), study.language, *keys[name], *sources
            )
            target = f"{dataset.standard}/{name.lower()}.xpt", f"lineage/{name.lower()}.parquet"
            if (
                state.get("made_from", {}).get(name) == made_from[name]
                and state["outputs"].keys() >= set(target)
                and not set(target) & set(spoiled)
            ):
                for t in target:
                    shutil.copy2(options.out / t, fresh / t)
                continue
            write_dataset(fresh / target[0], study, dataset, variables, cache, keys[name])
            write_lineage(fresh / target[1], dataset, cache, keys, SourceRecords(store, cache, keys))
            seconds[name] = time.perf_counter() - begun
        for standard in {study.datasets[n].standard: None for n in measures}:
            progress.step(f"writing define.xml of {standard}")
            (fresh / standard / "define.xml").write_bytes(document(plan, standard, measures))
        (fresh / "reports").mkdir()
        write_findings(fresh / "reports" / "queries.csv", findings.queries)
        write_accounting(fresh / "reports", study, accounts)
        write_json(fresh / RECORD, _record(plan, store, measures, findings, accounts, inputs))
    outputs = {p.relative_to(options.out).as_posix(): stamp(p) for p in sorted(options.out.rglob("*")) if p.is_file()}
    return {"outputs": outputs, "made_from": made_from}, seconds


def _record(plan: Plan, store: RawStore, measures, findings: Findings, accounts: Accounts, inputs: dict) -> dict:
    """run.json: what the outputs were made from and with.  It holds no clock and no path, so the same inputs give the same bytes."""
    rules: dict[str, int] = {}
    for finding in findings:
        rules[finding.rule] = rules.get(finding.rule, 0) + 1
    return {
        "study": plan.study.id,
        "inputs": inputs,
        "findings": rules,
        "versions": versions(),
        "raw_rows": {n: f.rows for n, f in store.forms.items()},
        "datasets": {
            n: {"rows_in": _rows_in(plan, store, measures, plan.study.datasets[n]), "rows_out": m.rows}
            for n, m in measures.items()
        },
        "accounting": {
            s: sum(getattr(a, s) for a in accounts.values())
            for s in ("filled", "carried", "used", "not_submitted", "refused", "balance")
        },
    }


def _rows_in(plan: Plan, store: RawStore, measures: dict[str, DatasetMeasure], dataset: Dataset) -> int:
    return sum(
        store.forms[s].rows if s in store.forms else measures[s].rows if s in measures else 0 for s in dataset.sources
    )


def _result(plan, store, dataset, measures, findings, seconds, rebuilt) -> DatasetResult:
    files = {plan.study.forms[s].file for s in dataset.sources if s in plan.study.forms}
    count = sum(1 for f in findings if f.dataset == dataset.name or (not f.dataset and f.file in files))
    return DatasetResult(
        dataset.name,
        _rows_in(plan, store, measures, dataset),
        measures[dataset.name].rows,
        len(dataset.columns),
        count,
        seconds,
        rebuilt,
    )


def _reasons(
    fingerprints: Fingerprints, store: RawStore, state: dict, plan: Plan, inputs: dict, spoiled: list[str]
) -> list[str]:
    """Why something is built again, in words."""
    if not state:
        return ["there is no earlier build"]
    out = [f"{name} was changed or removed" for name in spoiled]
    code, known = inputs.get("code", {}), state.get("inputs", {}).get("code", {})
    rooms = {n.partition("/")[0] for n in code.keys() | known.keys() if code.get(n) != known.get(n)}
    out += [f"the program changed in {room}/" for room in sorted(rooms)]
    if state.get("versions") != versions():
        out.append("libraries have other versions")
    before, now = state.get("definitions", {}), fingerprints.readable()
    changed = [name for name in now if name in before and before[name] != now[name]]
    out += [
        f"{name} changed"
        + ("" if name.startswith(("codelist ", "keys of ")) else " in the specification or its method")
        for name in changed
    ]
    out += [f"{name} is new" for name in now if name not in before]
    out += [f"{name} is gone" for name in before if name not in now]
    raw = state.get("raw", {})
    for name, stored in store.forms.items():
        changed = [i for i, d in enumerate(stored.digests) if raw.get(name, {}).get(str(i)) != d]
        if changed:
            out.append(
                f"{plan.study.forms[name].file} changed (parts {', '.join(str(i + 1) for i in changed[:8])}{' ...' if len(changed) > 8 else ''})"
            )
        if state.get("contracts", {}).get(name) != fingerprints.form(name):
            out.append(f"form {name} changed in crf.yaml or codelists.yaml")
    return out or ["labels, comments or documents changed"]


def _remember(options, inputs, seen, fingerprints, store, written) -> None:
    state = written | {
        "standards": list(options.standards),
        "inputs": inputs,
        "engine": engine_digest(),
        "definitions": fingerprints.readable(),
        "contracts": {n: fingerprints.form(n) for n in store.forms},
        "raw": {n: {str(i): d for i, d in enumerate(s.digests)} for n, s in store.forms.items()},
        "stamps": seen,
        "versions": versions(),
    }
    write_state(options.out, state)


def _forget(cache: Path, tasks: list[Task]) -> None:
    """Remove kept parts that nothing uses any more."""
    used = {cached(cache, k).name for t in tasks for k in (*t.keys.values(), t.summary)}
    for path in cache.glob("*.part"):
        if path.name not in used:
            path.unlink()
