# pyright: standard
"""Working on parts: the whole graph, raw to ADaM, one part at a time, here or wherever an executor takes them.

What a part gives is kept under its fingerprint, so that the next build takes it as it stands.
The kept files (`onespec.engine.run.kept`) lie in the build's own cache folder.
A worker elsewhere needs this program, and the cache folder under the same path.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeVar

from onespec.engine import log
from onespec.engine.findings import Findings
from onespec.engine.frames import Frame
from onespec.engine.plan.make import plan_study
from onespec.engine.plan.references import Plan, StepPlan
from onespec.engine.program import engine_digest
from onespec.engine.raw.account import Accounts, accounts_read, accounts_said
from onespec.engine.raw.belonging import hold_together
from onespec.engine.raw.cut import cut_form, taken_of
from onespec.engine.raw.fields import empty_typed, type_form
from onespec.engine.raw.store import RawStore, part_of_form
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.registry import discover
from onespec.engine.run.accounting import account
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.run.checks import run_checks
from onespec.engine.run.evaluate import evaluate
from onespec.engine.run.finish import Entry, PieceKept, finish
from onespec.engine.run.kept import (
    Damaged,
    Read,
    Written,
    findings_read,
    findings_said,
    keep,
    kept,
    measure_read,
    measure_said,
)
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.run.operate import FAILED
from onespec.engine.run.part import Part
from onespec.engine.run.totals import totals_of
from onespec.engine.spec.extends import methods_file
from onespec.engine.spec.found import found_again, found_of

STUDY_PART = -1  # trial design and other datasets that look at no subject


@dataclass(frozen=True)
class Task:
    """One part to do: fingerprints of its datasets, and of the part as a whole."""

    number: int
    keys: dict[str, str]
    summary: str


@dataclass
class Summary:
    """What is known of a part without opening its data.

    cut     what the data cut takes of it
    totals  what it adds to the totals over all subjects
    """

    number: int
    measures: dict[str, DatasetMeasure]
    findings: Findings
    accounts: Accounts
    seconds: dict[str, float]
    cut: Frame | None = None
    totals: dict[str, str] = field(default_factory=dict)

    def keep(self, path: Path) -> None:
        """Write it into a file, without the seconds."""
        said = {
            "number": self.number,
            "measures": {n: measure_said(m) for n, m in self.measures.items()},
            "findings": findings_said(self.findings),
            "accounts": accounts_said(self.accounts),
            "totals": self.totals,
        }
        written = Written()
        said["cut"] = None if self.cut is None else written.frame(self.cut)
        keep(path, said, {} if self.cut is None else written.arrays())

    @classmethod
    def kept(cls, path: Path) -> Summary:
        """What a file holds; raises `Damaged`."""
        said, arrays = kept(path)
        measures = {n: measure_read(m) for n, m in said["measures"].items()}
        cut = None if said["cut"] is None else Read(arrays).frame(said["cut"])
        findings, accounts = findings_read(said["findings"]), accounts_read(said["accounts"])
        return cls(said["number"], measures, findings, accounts, {}, cut, said["totals"])


@dataclass(frozen=True)
class Job:
    """What the parts of a build have in common.

    plan       the plan of the study
    packages   where its operations were found
    store      the raw export by parts
    cache      the folder in which the results of parts are kept
    """

    plan: Plan
    packages: tuple[str, ...]
    store: RawStore
    cache: Path

    @cached_property
    def packed(self) -> PackedJob:
        """The same, ready to travel: the study's model and the source of its methods, not the functions."""
        registry = self.plan.registry
        program = engine_digest(), self.plan.study, self.packages, registry.methods, found_of(registry)
        content = (*program, _digests(self.plan), self.store, self.cache)
        data = pickle.dumps(content, protocol=5)
        return PackedJob(hashlib.sha256(data).hexdigest(), data)


@dataclass(frozen=True)
class PackedJob:
    """A job as bytes; two of the same ``digest`` are the same."""

    digest: str
    data: bytes = field(compare=False, repr=False)


class ChangedMeanwhile(OSError):
    """The program's own files were changed while a build was running."""


class WorkerDied(OSError):
    """A process that computed a part was ended from outside, or took too much memory."""

    def __init__(self) -> None:
        super().__init__(
            "a worker process was ended before its part was done, and again when it was tried once more: memory may "
            "have run out, or somebody has ended it. Try --workers 1, or see the log of the system."
        )


def cached(cache: Path, key: str) -> Path:
    return cache / f"{key[:40]}.part"


def read_entry(cache: Path, key: str, texts: bool = True) -> Entry:
    """What is kept of a part of a dataset; without ``texts`` only where its records come from, and their order."""
    return Entry.kept(cached(cache, key), texts)


Kept = TypeVar("Kept", Entry, Summary)


def _intact(kind: type[Kept], path: Path) -> Kept | None:
    """What a kept file holds; a damaged one goes, and what it held is computed again."""
    try:
        return kind.kept(path) if path.exists() else None
    except Damaged:
        path.unlink()
        return None


def is_kept(cache: Path, task: Task) -> bool:
    """True when nothing of the part is to be computed."""
    return all(cached(cache, key).exists() for key in (task.summary, *task.keys.values()))


def long_tasks(cache: Path, tasks: list[Task]) -> list[Task]:
    """The parts of subjects that are to be computed; datasets of the study as a whole are done in no time."""
    return [task for task in tasks if task.number != STUDY_PART and not is_kept(cache, task)]


def run_part(job: Job, task: Task) -> Summary:
    """One part: what is kept is taken, what is not is computed, then checked, measured and kept."""
    cache = job.cache
    summary = _intact(Summary, cached(cache, task.summary)) if is_kept(cache, task) else None
    if summary is not None and not _to_be_shown(summary.findings):
        return summary
    summary, made = _computed(job, task)
    for name in list(made):
        made.pop(name).keep(cached(cache, task.keys[name]))
    summary.keep(cached(cache, task.summary))
    return summary


def _computed(job: Job, task: Task) -> tuple[Summary, dict[str, Entry]]:
    """What is known of a part, and those of its datasets that were to be computed; all else of it is let go."""
    plan, cache = job.plan, job.cache
    part = Part(plan, _forms(plan, job.store, task.number), task.number <= 0)
    entries: dict[str, Entry] = {}
    stale: list[str] = []
    for name, key in task.keys.items():
        entry = _intact(Entry, cached(cache, key))
        if entry is None or _to_be_shown(entry.ledger.findings):
            stale.append(name)
        else:
            entries[name] = entry
            _restore(part, name, entry)
    seconds = dict.fromkeys(stale, 0.0)
    for node in plan.order:
        if node[0] in seconds:
            begun = time.perf_counter()
            evaluate(part, node)
            seconds[node[0]] += time.perf_counter() - begun
    for name in stale:
        begun = time.perf_counter()
        entries[name] = finish(part, plan.dataset(name))
        seconds[name] += time.perf_counter() - begun
    ledgers = [entries[n].ledger for n in task.keys]
    findings = Findings(f for form in part.forms.values() for f in form.findings)
    findings += [f for ledger in ledgers for f in ledger.findings]
    findings += run_checks(part)
    summary = Summary(
        task.number,
        {n: e.measure for n, e in entries.items()},
        findings,
        account(part.forms, {n: entries[n].ledger for n in task.keys}, plan.study.datasets),
        seconds,
        taken_of(part.forms.values()),
        {} if task.number == STUDY_PART else totals_of(part),
    )
    return summary, {name: entries[name] for name in stale}


def _to_be_shown(findings: Findings) -> bool:
    """Somebody reads the log, and an operation failed: it is called again, because what is kept lacks its exception."""
    return log.enabled() and any(f.rule == FAILED for f in findings)


def _forms(plan: Plan, store: RawStore, number: int) -> dict[str, TypedForm]:
    study = plan.study
    if number == STUDY_PART:
        return {n: empty_typed(f) for n, f in study.forms.items()}
    forms: dict[str, TypedForm] = {}
    for name, form in study.forms.items():
        stored = store.forms[name]
        cells, rows, elsewhere = part_of_form(form, stored, number)
        forms[name] = type_form(form.of(stored.found), cells, rows, study.codelists, study.language, study.levels)
        forms[name].elsewhere = elsewhere
    if study.cut.date:
        whole = dict(forms)
        forms = {name: cut_form(form, study.cut, whole.__getitem__) for name, form in whole.items()}
    for form in forms.values():
        hold_together(form, forms, study.subjects)
    return forms


def _restore(part: Part, name: str, entry: Entry) -> None:
    """Put a kept dataset back as if it had just been computed."""
    dataset, plans = part.plan.dataset(name), part.plan.steps[name]
    part.ledgers[name] = entry.ledger
    start = 0
    for phase in range(dataset.phases):
        pieces = [p for p in entry.pieces if p.phase == phase]
        stop = max((p.stop for p in pieces), default=start)
        block = Block(
            entry.frame["SUBJECT"].cut(start, stop), [_piece(part, plans[p.step], entry, p, start) for p in pieces]
        )
        block.columns = {v: entry.frame[v].cut(start, stop) for v in dataset.variables}
        part.blocks[name, phase] = block
        start = stop


def _piece(part: Part, step: StepPlan, entry: Entry, kept: PieceKept, start: int) -> Piece:
    """A kept piece in a block whose first record is that of ``start``."""
    produced = {n: entry.frame[n].cut(kept.start, kept.stop) for n in kept.produced if n in entry.frame}
    at = part.standing(kept.source, kept.position)
    return Piece(step, kept.start - start, kept.stop - start, kept.source, at, produced, dict(kept.fields.items()))


def run_parts(
    job: Job, tasks: list[Task], executor: Executor | None, progress: Callable[[int, int], None]
) -> Iterator[Summary]:
    """All parts, in their order: what they give can be added up as it comes.

    executor   takes the parts that are to be computed: a pool of processes, a cluster.  Without one, or where a
               single part is to be computed, the work is done in this process.

    Raises `ChangedMeanwhile` when a worker has another engine or other operations than this process.
    """
    sent = long_tasks(job.cache, tasks)
    futures: dict[int, Future[Summary]] = {}
    if executor and len(sent) > 1:
        futures = {task.number: executor.submit(work, job.packed, task) for task in sent}
    try:
        for done, task in enumerate(tasks, 1):
            future = futures.pop(task.number, None)
            yield run_part(job, task) if future is None else future.result()
            progress(done, len(tasks))
    finally:
        for future in futures.values():
            future.cancel()  # after an error nobody waits for the others


def work(job: PackedJob, task: Task) -> Summary:
    """One part of a job, wherever an executor has taken it."""
    with _OPENING:  # several threads: the first one plans
        opened = _open(job)
    return run_part(opened, task)


_OPENING = threading.Lock()


@lru_cache(maxsize=1)
def _open(job: PackedJob) -> Job:
    """A worker plans the study that it is given, once a job.

    It must not read a specification that was changed meanwhile.
    """
    engine, study, packages, methods, found, digests, store, cache = pickle.loads(job.data)
    if engine_digest() != engine:  # else its results would be kept as those of the other engine
        raise ChangedMeanwhile("the program was changed while the build was running; run it again.")
    registry = discover(packages, methods_file(study.folder), source=methods)
    found_again(registry, found)
    plan = plan_study(study, registry, Findings())
    changed = sorted({name for (_, name), _ in _digests(plan).items() ^ digests.items()})
    if changed:
        named = ", ".join(changed[:3]) + (", …" if len(changed) > 3 else "")
        raise ChangedMeanwhile(f"a method was changed while the build was running ({named}); run it again.")
    return Job(plan, packages, store, cache)


def _digests(plan: Plan) -> dict[tuple[str, str], str]:
    return {name: operation.digest for name, operation in plan.registry.items()}


@contextmanager
def processes(workers: int, fewest: int = 2) -> Iterator[Executor | None]:
    """So many processes of this machine, which end with this one; none when that is fewer than ``fewest``.

    Where one of them ends by itself (it was killed), `BrokenExecutor` is raised.
    """
    if workers < fewest:
        yield None
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        yield pool


def _end_with_parent() -> None:
    """Without its parent a worker would wait for work for ever."""
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    if log.asked():
        log.show()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
