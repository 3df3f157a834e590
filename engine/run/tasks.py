"""Working on parts: the whole graph, raw to ADaM, one part at a time, in this process or several.

What a part gives is kept under its fingerprint, so that the next build takes it as it stands.
The kept files are pickles of this program's own, in the build's own cache folder.
"""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path

from onespec.engine import log
from onespec.engine.findings import Findings
from onespec.engine.plan.references import Plan
from onespec.engine.raw.account import Accounts
from onespec.engine.raw.fields import TypedForm, empty_typed, hold_against_register, type_form
from onespec.engine.raw.store import RawStore, slice_form
from onespec.engine.registry import discover
from onespec.engine.run.accounting import account
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.run.evaluate import evaluate
from onespec.engine.run.finish import Entry, finish
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.run.operate import FAILED
from onespec.engine.run.part import Part
from onespec.engine.spec.model import Study

STUDY_PART = -1  # trial design and other datasets that look at no subject


@dataclass(frozen=True)
class Task:
    """One part to do: fingerprints of its datasets, and of the part as a whole."""

    number: int
    keys: dict[str, str]
    summary: str


@dataclass
class Summary:
    """What is known of a part without opening its data."""

    number: int
    measures: dict[str, DatasetMeasure]
    findings: Findings
    accounts: Accounts
    seconds: dict[str, float]


def cached(cache: Path, key: str) -> Path:
    return cache / f"{key[:40]}.part"


def read_entry(cache: Path, key: str) -> Entry:
    with cached(cache, key).open("rb") as file:
        return pickle.load(file)


def _keep(cache: Path, key: str, value: object) -> None:
    path = cached(cache, key)
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        pickle.dump(value, file, protocol=5)
    temporary.replace(path)


def run_part(plan: Plan, store: RawStore, cache: Path, task: Task) -> Summary:
    """One part: what is kept is taken, what is not is computed, then checked, measured and kept."""
    if cached(cache, task.summary).exists() and all(cached(cache, k).exists() for k in task.keys.values()):
        with cached(cache, task.summary).open("rb") as file:
            kept = pickle.load(file)
        if not _to_be_shown(kept.findings):
            return kept
    part = Part(plan, _forms(plan, store, task.number), task.number <= 0)
    entries, stale = {}, []
    for name, key in task.keys.items():
        entry = read_entry(cache, key) if cached(cache, key).exists() else None
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
    findings += _checks(part)
    summary = Summary(
        task.number,
        {n: e.measure for n, e in entries.items()},
        findings,
        account(part.forms, {n: entries[n].ledger for n in task.keys}, plan.study.datasets),
        {},
    )
    for name in stale:
        _keep(cache, task.keys[name], entries[name])
    _keep(cache, task.summary, summary)
    summary.seconds = seconds
    return summary


def _to_be_shown(findings: Findings) -> bool:
    """Somebody reads the log, and an operation failed: it is called again, because what is kept lacks its exception."""
    return log.enabled() and any(f.rule == FAILED for f in findings)


def _forms(plan: Plan, store: RawStore, number: int) -> dict[str, TypedForm]:
    study = plan.study
    if number == STUDY_PART:
        return {n: empty_typed(f) for n, f in study.forms.items()}
    forms = {
        n: type_form(f, *slice_form(f, store.forms[n], number), study.codelists, study.language)
        for n, f in study.forms.items()
    }
    for form in forms.values():
        hold_against_register(form, forms[study.subjects])
    return forms


def _restore(part: Part, name: str, entry: Entry) -> None:
    """Put a kept dataset back as if it had just been computed."""
    dataset, plans = part.plan.dataset(name), part.plan.steps[name]
    part.ledgers[name] = entry.ledger
    start = 0
    for phase in range(dataset.phases):
        pieces = [p for p in entry.pieces if p[1] == phase]
        stop = max((p[3] for p in pieces), default=start)
        frame = entry.frame.iloc[start:stop].reset_index(drop=True)
        block = Block(
            frame["SUBJECT"],
            [Piece(plans[n], a - start, b - start, source, position) for n, _, a, b, source, position in pieces],
        )
        block.columns = {v: frame[v] for v in dataset.variables}
        part.blocks[name, phase] = block
        start = stop


def _checks(part: Part) -> Findings:
    """The study's checks between records."""
    from onespec.engine.run.checks import run_checks

    return run_checks(part)


def run_parts(
    plan: Plan,
    store: RawStore,
    cache: Path,
    tasks: list[Task],
    workers: int,
    packages: list[str],
    progress: Callable[[int, int], None],
) -> Iterator[Summary]:
    """All parts, in any order; ``workers`` processes side by side."""
    if workers <= 1 or sum(t.number != STUDY_PART for t in tasks) <= 1:
        for done, task in enumerate(tasks, 1):
            yield run_part(plan, store, cache, task)
            progress(done, len(tasks))
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(
        min(workers, len(tasks)),
        mp_context=context,
        initializer=_start,
        initargs=(plan.study, _digests(plan), packages, store, cache),
    ) as pool:
        futures = [pool.submit(_work, task) for task in tasks]
        for done, future in enumerate(as_completed(futures), 1):
            yield future.result()
            progress(done, len(tasks))


_WORKER: dict[str, object] = {}


class ChangedMeanwhile(OSError):
    """The program's own files were changed while a build was running."""


def _digests(plan: Plan) -> dict[tuple[str, str], str]:
    return {name: operation.digest for name, operation in plan.registry.items()}


def _start(
    study: Study, digests: dict[tuple[str, str], str], packages: list[str], store: RawStore, cache: Path
) -> None:
    """A worker plans the study that it is given: it must not read a specification that was changed meanwhile."""
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    if log.asked():
        log.show()
    from onespec.engine.plan.make import plan_study

    _WORKER["plan"] = plan_study(study, discover(packages, study.folder / "methods.py"), Findings())
    _WORKER["same"] = _digests(_WORKER["plan"]) == digests
    _WORKER["store"], _WORKER["cache"] = store, cache


def _end_with(parent) -> None:
    """Without its parent a worker would wait for work for ever."""
    parent.join()
    os._exit(1)


def _work(task: Task) -> Summary:
    if not _WORKER["same"]:
        raise ChangedMeanwhile("a method was changed while the build was running; run it again.")
    return run_part(_WORKER["plan"], _WORKER["store"], _WORKER["cache"], task)
