# pyright: standard
"""The build: specification and raw export in, a staged folder of outputs out.

define.xml is written by the caller's ``document`` between the datasets and the exchange of folders,
because this floor does not know the rooms above it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from onespec.engine.build.asking import asked
from onespec.engine.build.cut_report import CutTaken, cut_taken
from onespec.engine.build.freshness import NEXT, Inputs, cache_folder, versions, write_state
from onespec.engine.build.outputs import written
from onespec.engine.build.ownership import settle
from onespec.engine.build.production import Options, Production, prepare
from onespec.engine.build.progress import SILENT, Progress
from onespec.engine.build.reasons import reasons
from onespec.engine.build.release import Document, Release, write_release
from onespec.engine.build.shortened import shortened
from onespec.engine.build.stage import alone, quietly, recover
from onespec.engine.build.totals import Totals, add_up
from onespec.engine.disk import Damaged
from onespec.engine.findings import Findings, Stopped
from onespec.engine.raw.account import Accounts
from onespec.engine.run.tasks import STUDY_PART, Summary, Task, WorkerDied, cached, long_tasks, processes, run_parts
from onespec.engine.run.terms import Coding
from onespec.engine.run.totals import put_together
from onespec.engine.spec.model import Dataset
from onespec.engine.spec.query_register import Register, read_register

__all__ = ["DatasetResult", "Options", "Result", "build"]


@dataclass(frozen=True)
class DatasetResult:
    """What became of one dataset; ``seconds`` of its parts and its files, ``rebuilt``: a part of it was computed."""

    name: str
    rows_in: int
    rows_out: int
    variables: int
    findings: int
    seconds: float
    rebuilt: bool


@dataclass(frozen=True)
class Result:
    """What a build did.

    reasons   why something was to be built, in words
    parts     parts computed, parts in all
    milestone on which the outputs stand
    registered  the study has a register of queries
    cut       what the data cut took, where the study has one
    export_changed  what changed in the export since the last build, in one sentence
    coding    how many terms wait for their code
    shortened  labels that transport files do not hold whole
    """

    datasets: list[DatasetResult]
    findings: Findings
    accounts: Accounts
    reasons: list[str]
    seconds: float
    parts: tuple[int, int] = (0, 0)
    milestone: str = ""
    registered: bool = False
    cut: CutTaken | None = None
    export_changed: str = ""
    coding: Coding = field(default_factory=lambda: Coding({}))
    shortened: int = 0


def build(options: Options, document: Document, inputs: Inputs, progress: Progress = SILENT) -> Result:
    """Build everything; raises `Stopped` and leaves the outputs as they were when anything is a stop.

    document  writes define.xml: plan, standard, measures -> files by name
    inputs    all that the build depends on, for its record
    """
    with alone(options.out, cache_folder(options.out)):
        return _build(options, document, inputs, progress)


def _build(options: Options, document: Document, inputs: Inputs, progress: Progress) -> Result:
    begun = time.perf_counter()
    findings = Findings()
    recover(options.out)
    settle(options.out)
    register = read_register(options.study, findings)
    production = prepare(options, inputs, findings, progress)
    why, stale = reasons(production), production.stale
    run = _Run(production, progress)
    totals, release = _worked(run, document, findings, register)
    production = run.production
    stale = {name: parts or production.stale[name] for name, parts in stale.items()}
    _settle(production)
    counts: Counter[tuple[str, str]] = Counter((f.dataset, "" if f.dataset else f.file) for f in totals.findings)
    datasets = [
        _result(production, totals, release, d, counts, bool(stale[d.name]))
        for d in production.plan.study.datasets.values()
        if d.name in totals.measures
    ]
    changed = production.export_changed
    done = len({number for parts in stale.values() for number in parts})
    seconds, parts = time.perf_counter() - begun, (done, len(production.tasks))
    study = production.plan.study
    stands = (
        study.milestone,
        register is not None,
        cut_taken(study, totals.cut),
        changed,
        totals.coding,
        len(shortened(study, totals.measures)),
    )
    return Result(datasets, totals.findings, totals.accounts, why, seconds, parts, *stands)


@dataclass
class _Run:
    """A run of parts; ``production`` is that of the totals over all subjects once these are known."""

    production: Production
    progress: Progress

    def summaries(self) -> Iterator[Summary]:
        """What each part gives: the parts of the subjects, then the study as a whole, which may take their totals."""
        plan, found = self.production.plan, []
        subjects = sum(task.number != STUDY_PART for task in self.production.tasks)  # they come first
        for summary in _summaries(self.production, (0, subjects), self.progress):
            found.append(summary.totals)
            yield summary
        self.production = self.production.with_totals(put_together(plan, found))
        yield from _summaries(self.production, (subjects, len(self.production.tasks)), self.progress)


def _worked(run: _Run, document: Document, findings: Findings, register: Register | None) -> tuple[Totals, Release]:
    """All parts computed and written; a kept part that turns out to be damaged when it is written is computed again."""
    gone: set[Path] = set()
    while True:
        totals = add_up(run.production.plan, run.production.store, run.summaries(), Findings(findings))
        if totals.findings.stops:
            raise Stopped(totals.findings)
        production = run.production
        found = asked(production.plan.study, production.store, totals.findings, register)
        totals = replace(totals, findings=found)
        try:
            return totals, write_release(production, totals, document, run.progress, partial(_remember, production))
        except Damaged as damaged:
            if damaged.path in gone:
                raise  # the disk does not keep what is written
            gone.add(damaged.path)
            damaged.path.unlink(missing_ok=True)


def _summaries(production: Production, span: tuple[int, int], progress: Progress) -> Iterator[Summary]:
    """What each part of a span of tasks gives, in their order, from the executor that was given or from processes of
    this machine.

    A process that is killed costs its part alone: what is done is kept, and the rest is tried once more, one part at
    a time, since memory may have run out.
    """
    options, job, tasks = production.options, production.job, production.tasks[: span[1]]
    given = span[0]
    for again in (False, True):
        pool = nullcontext(options.executor)
        if options.executor is None:
            left = len(long_tasks(job.cache, tasks[given:]))
            pool = processes(min(1, left), fewest=1) if again else processes(min(options.workers, left))
        try:
            with pool as executor:
                told = partial(_told, progress, given, len(production.tasks))
                for summary in run_parts(job, tasks[given:], executor, told):
                    given += 1
                    yield summary
                return
        except BrokenExecutor:
            if options.executor is not None or again:
                raise WorkerDied from None
            progress.step("a worker process was ended; its part is computed again")


def _told(progress: Progress, before: int, total: int, done: int, _: int) -> None:
    progress.parts(before + done, total)


def _result(
    production: Production,
    totals: Totals,
    release: Release,
    dataset: Dataset,
    counts: Counter[tuple[str, str]],
    rebuilt: bool,
) -> DatasetResult:
    """``counts``: the findings of each dataset, and of each file of the export that is of none."""
    name, study = dataset.name, production.plan.study
    forms = [study.forms[s] for s in dataset.sources if s in study.forms]
    found = sum(
        count
        for (of, file), count in counts.items()
        if of == name or (not of and any(form.names(file) for form in forms))
    )
    rows = totals.rows_in(dataset), totals.measures[name].rows
    seconds = totals.seconds.get(name, 0) + release.seconds.get(name, 0)
    held = written(study, dataset, totals.measures[name])
    return DatasetResult(name, *rows, len(held), found, seconds, rebuilt)


def _remember(production: Production, release: Release) -> None:
    """What the next build wants to know of this one; it counts when the outputs stand in their place."""
    forms, fingerprints = production.store.forms, production.fingerprints
    state = {
        "outputs": release.outputs,
        "made_from": release.made_from,
        "standards": list(production.options.standards),
        "inputs": production.inputs.digests,
        "engine": fingerprints.engine,
        "export": fingerprints.export(production.inputs.digests["raw"]),
        "definitions": fingerprints.readable(),
        "contracts": fingerprints.contracts,
        "raw": {n: {str(i): d for i, d in enumerate(f.digests)} for n, f in forms.items()},
        "stamps": production.inputs.stamps(),
        "versions": versions(),
    }
    write_state(production.options.out, state, NEXT)


def _settle(production: Production) -> None:
    """After the exchange: nothing here can fail the build, or takes room on the disk."""
    quietly(settle, production.options.out)
    quietly(lambda cache: _forget(cache, production.tasks), production.cache)


def _forget(cache: Path, tasks: list[Task]) -> None:
    """Remove kept parts that nothing uses any more."""
    used = {cached(cache, k).name for t in tasks for k in (*t.keys.values(), t.summary)}
    for path in (*cache.glob("*.part"), *cache.glob("*.part.*.tmp")):  # what a worker that died was writing
        if path.name not in used:
            path.unlink(missing_ok=True)
