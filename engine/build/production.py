# pyright: standard
"""One production run: the plan, the export cut into parts, what is to be done of each, and what the last run left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from onespec.engine.build.fingerprint import Fingerprints, sha
from onespec.engine.build.freshness import STANDARDS, Inputs, State, cache_folder, input_files, read_state, touched
from onespec.engine.build.ownership import check_study, named, totals_in
from onespec.engine.build.progress import Progress
from onespec.engine.build.since import Before, changed_since, export_before
from onespec.engine.build.totals import told
from onespec.engine.findings import STOP, Findings, Stopped
from onespec.engine.plan.make import specification
from onespec.engine.plan.references import Plan
from onespec.engine.program import engine_is_as_loaded
from onespec.engine.raw.fill import PART_ROWS, fill_store
from onespec.engine.raw.store import RawStore, keep_store
from onespec.engine.run.tasks import STUDY_PART, ChangedMeanwhile, Job, Task, cached
from onespec.engine.spec.model import Dataset
from onespec.engine.tried import AS_STATED, Tried


@dataclass(frozen=True)
class Options:
    """What a build is asked to do; of these, study, raw, standards and tried alone change the result.

    study      the specification's folder; raw: the export; out: the outputs
    packages   where operations are found
    workers    parts computed side by side on this machine; ``executor`` takes the parts instead, where there is one
    part_rows  raw rows a part, about
    standards  one without the other: the other's outputs, now older, go
    tried      what is tried in the place of what the study states
    """

    study: Path
    raw: Path
    out: Path
    packages: tuple[str, ...]
    workers: int = 1
    executor: Executor | None = None
    part_rows: int | None = None
    standards: tuple[str, ...] = STANDARDS
    tried: Tried = AS_STATED


@dataclass(frozen=True)
class Production:
    """What a run works with.

    inputs  all that it depends on, as it was when the run began
    tasks   what is to be done: of each part, and of the study as a whole
    last    what the last run of the same outputs left
    before  the export of the last run, of which this one can tell what changed
    """

    options: Options
    inputs: Inputs
    plan: Plan
    store: RawStore
    fingerprints: Fingerprints
    tasks: list[Task]
    last: State
    before: Before

    @property
    def cache(self) -> Path:
        return cache_folder(self.options.out)

    @cached_property
    def job(self) -> Job:
        return Job(self.plan, self.options.packages, self.store, self.cache)

    @cached_property
    def keys(self) -> dict[str, list[str]]:
        """Each dataset's results by part, in order."""
        keys = {name: [t.keys[name] for t in self.tasks if name in t.keys] for name in self.plan.study.datasets}
        return {name: listed for name, listed in keys.items() if listed}

    @cached_property
    def stale(self) -> dict[str, list[int]]:
        """The parts of each dataset that were to be computed when this was first asked."""
        return {
            name: [t.number for t in self.tasks if name in t.keys and not cached(self.cache, t.keys[name]).exists()]
            for name in self.plan.study.datasets
        }

    @cached_property
    def spoiled(self) -> list[str]:
        """Outputs of the last run that were no more as it had left them when this was first asked."""
        return touched(self.options.out, self.last)

    @cached_property
    def export_changed(self) -> str:
        """What changed in the export since the last run, in one sentence; blank when nothing did."""
        return changed_since(self.before, self.inputs.digests["raw"], self.plan.study, self.store)

    def with_totals(self, found: Mapping[str, str]) -> Production:
        """The same with what was found over all subjects; raises `Stopped` where a dataset of subjects takes that."""
        planned = self.plan.study.values.totals
        if not found or not any(task.number == STUDY_PART for task in self.tasks):
            return self
        if found == planned:
            if self.inputs.digests["specification"] != self.last.get("inputs", {}).get("specification"):
                self._hold_apart(dict.fromkeys(found, ""))
            return self
        fresh = self._planned_with(found)
        self.check_specification()
        if self._differing(fresh):
            self._hold_apart(found)
        assert fresh.stale is not None  # asked before it is computed
        return fresh

    def _hold_apart(self, found: Mapping[str, str]) -> None:
        """Raises `Stopped` where with other totals a dataset of subjects would be another one."""
        planned = self.plan.study.values.totals
        changed = [name for name in found if found[name] != planned[name]]
        reached = {name: self._differing(self._planned_with({**planned, name: found[name]})) for name in changed}
        if any(reached.values()):
            raise Stopped(_reached(self.plan, reached))

    def _planned_with(self, totals: Mapping[str, str]) -> Production:
        options = self.options
        plan = specification(options.study, options.packages, Findings(), options.tried, totals)
        fingerprints = Fingerprints(plan)
        tasks = _Tasks(plan, self.store, fingerprints, options.standards).all()
        return replace(self, plan=plan, fingerprints=fingerprints, tasks=tasks)

    def _differing(self, other: Production) -> set[str]:
        """The datasets of subjects, or checks.yaml, of which the other one makes something else."""
        pairs = [pair for pair in zip(self.tasks, other.tasks, strict=True) if pair[0].number != STUDY_PART]
        names = {name for was, now in pairs for name in now.keys if now.keys[name] != was.keys[name]}
        return names or ({"checks.yaml"} if any(now.summary != was.summary for was, now in pairs) else set())

    def check_specification(self) -> None:
        """Raises `ChangedMeanwhile` when the specification or the export is no more that with which the run began."""
        _check_files(self.options, self.inputs)

    def check_program(self) -> None:
        """Raises `ChangedMeanwhile` when the program's own files are no more those that the run began with."""
        _check(self.inputs.changed({"code": self.inputs.files["code"]}), "the build was running")


def prepare(options: Options, inputs: Inputs, findings: Findings, progress: Progress) -> Production:
    """Read the specification and the export; raises `Stopped` when one of them cannot be used."""
    if not engine_is_as_loaded():
        raise ChangedMeanwhile("the program was changed since this process began; start it again.")
    progress.step("reading the specification")
    plan = specification(options.study, options.packages, findings, options.tried, totals_in(options.out))
    check_study(options.out, plan.study.id)
    raw, last, fingerprints = cache_folder(options.out) / "raw", read_state(options.out), Fingerprints(plan)
    before = export_before(plan.study, raw, last, inputs.digests["raw"], fingerprints.contracts)
    store = fill_store(plan.study, options.raw, raw, options.part_rows or PART_ROWS, findings, progress.step)
    if store is None:
        _check_files(options, inputs)
        raise Stopped(told(findings, plan.study))
    tasks = _Tasks(plan, store, fingerprints, options.standards).all()
    production = Production(options, inputs, plan, store, fingerprints, tasks, last, before)
    production.check_specification()
    keep_store(store, raw, fingerprints.export(inputs.digests["raw"]))
    return production


def _check_files(options: Options, inputs: Inputs) -> None:
    files = input_files(options.study, options.raw, {})
    groups = ("specification", "raw", "registers")
    _check(inputs.changed({group: files[group] for group in groups}), "the build was reading them")


def _reached(plan: Plan, reached: Mapping[str, set[str]]) -> Findings:
    out = Findings()
    for name, into in reached.items():
        if into:
            which, takes = ", ".join(sorted(into)), "takes" if len(into) == 1 else "take"
            message = f"study.{name} is found over all subjects, and {which} {takes} it before these are done."
            fix = "Take it in a dataset of the study as a whole, such as TS, or in a table of such a dataset."
            out.add("SPEC-REFERENCE", STOP, message, fix, file="study.yaml", line=plan.study.totals[name].line)
    return out


def _check(changed: list[str], when: str) -> None:
    if changed:
        raise ChangedMeanwhile(f"files were changed while {when}: {named(changed)}. Run it again.")


class _Tasks:
    """A task a part, and one for datasets of the study as a whole; keys say what each result is made from."""

    def __init__(self, plan: Plan, store: RawStore, fingerprints: Fingerprints, standards: tuple[str, ...]):
        self.store, self.engine, self.contracts = store, fingerprints.engine, fingerprints.contracts
        self.datasets = [d for d in plan.study.datasets.values() if d.standard in standards]
        self.described = {d.name: fingerprints.dataset(d) for d in self.datasets}
        self.checks = sha(*(fingerprints.step(c)[0] for c in plan.checks), repr(plan.totals))

    def all(self) -> list[Task]:
        """Those of subjects first: what is found over all subjects is known when they are done."""
        whole = [STUDY_PART] if any(d.study_level for d in self.datasets) else []
        return [self._task(number) for number in (*range(len(self.store.parts)), *whole)]

    def _task(self, number: int) -> Task:
        keys = {d.name: self._key(d, number) for d in self.datasets if d.study_level == (number == STUDY_PART)}
        everything = self._slices(self.store.forms, number)
        return Task(number, keys, sha("summary", self.engine, self.checks, *keys.values(), *everything))

    def _key(self, dataset: Dataset, number: int) -> str:
        text, forms = self.described[dataset.name]
        first = ["first"] if dataset.of_both and number == 0 else []
        return sha(self.engine, text, *self._slices(forms, number), *first)

    def _slices(self, forms: Iterable[str], number: int) -> list[str]:
        """The cells of a part that a result is made from; none of datasets of the study as a whole."""
        if number == STUDY_PART:
            return []
        return [f"{f}:{self.contracts[f]}:{self.store.forms[f].digests[number]}" for f in sorted(forms)]
