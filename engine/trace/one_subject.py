"""One subject's part, computed in memory: what an explanation of a value looks into."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from onespec.engine.build.fingerprint import Fingerprints
from onespec.engine.build.freshness import cache_folder, read_inputs, read_state
from onespec.engine.columns import as_text
from onespec.engine.findings import Findings, NotThere, Stopped, unknown
from onespec.engine.plan.graph import node
from onespec.engine.plan.references import Node, Plan, Transfer
from onespec.engine.raw.belonging import hold_together
from onespec.engine.raw.cut import cut_form
from onespec.engine.raw.fields import empty_typed, raw_subject_of, type_form
from onespec.engine.raw.fill import PART_ROWS, fill_store
from onespec.engine.raw.store import RawStore, kept_store, slice_form
from onespec.engine.raw.typed_form import TypedForm
from onespec.engine.run.evaluate import evaluate
from onespec.engine.run.finish import sort_levels
from onespec.engine.run.match import holds
from onespec.engine.run.part import Part
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Dataset, Study
from onespec.engine.spec.verbs import Predecessor


@dataclass(frozen=True)
class Matches:
    """The subjects with records that meet all conditions, in key order; ``count`` of records in all."""

    subjects: list[str]
    count: int


class Forms(Mapping):
    """The forms of a part, each typed when it is first asked for: an explanation looks at few of them."""

    def __init__(self, study: Study, read: Callable[[str], TypedForm]):
        self._study, self._read = study, read
        self._typed: dict[str, TypedForm] = {}
        self._uncut: dict[str, TypedForm] = {}

    def __getitem__(self, name: str) -> TypedForm:
        if name not in self._study.forms:
            raise KeyError(name)
        if name not in self._typed:
            form = self._whole(name)
            cut = self._study.cut
            form = self._typed[name] = cut_form(form, cut, self._whole) if cut.date else form
            hold_together(form, self, self._study.subjects)
        return self._typed[name]

    def _whole(self, name: str) -> TypedForm:
        """A form as it is without the data cut."""
        if name not in self._uncut:
            self._uncut[name] = self._read(name)
        return self._uncut[name]

    def __contains__(self, name: object) -> bool:
        return name in self._study.forms

    def __iter__(self) -> Iterator[str]:
        return iter(self._study.forms)

    def __len__(self) -> int:
        return len(self._study.forms)


@contextmanager
def open_subjects(plan: Plan, raw: Path, out: Path) -> Iterator[Subjects]:
    """The subjects of an export.

    As the last build of ``out`` laid it down where nothing of it has changed since, otherwise read again.
    """
    store = _of_build(plan, raw, out)
    if store is not None:
        yield Subjects(plan, store)
        return
    with tempfile.TemporaryDirectory() as folder:
        findings = Findings()
        store = fill_store(plan.study, raw, Path(folder), PART_ROWS, findings, lambda _: None)
        if store is None:
            raise Stopped(findings)
        yield Subjects(plan, store)


def _of_build(plan: Plan, raw: Path, out: Path) -> RawStore | None:
    """The build's own store, when export, contracts and engine are those that it was made with."""
    digests = read_inputs(plan.study.folder, raw, (), read_state(out)).digests["raw"]
    return kept_store(cache_folder(out) / "raw", Fingerprints(plan).export(digests))


class Subjects:
    """The subjects of a raw export, looked into one or a few at a time."""

    def __init__(self, plan: Plan, store: RawStore):
        self.plan, self.store = plan, store

    def read_in(self, language: str) -> Subjects:
        """The same subjects, their texts in another language of the export: the verbatim or the translation."""
        return Subjects(replace(self.plan, study=replace(self.plan.study, language=language)), self.store)

    def part(self, subjects: Iterable[str], nodes: Iterable[Node] | None = None) -> Part:
        """A part of a few subjects of one stored part, with the nodes and all that they need (all nodes without)."""
        chosen = set(subjects)
        part = Part(self.plan, self._forms(chosen), set(self.store.parts[0]) <= chosen or not chosen)
        wanted = None if nodes is None else needed(self.plan, nodes)
        mine = self._mine(bool(chosen))
        for each in self.plan.order:
            if each in mine and (wanted is None or each in wanted):
                evaluate(part, each)
        return part

    def _mine(self, subjects: bool) -> set[Node]:
        """The nodes of subjects; or those that have records of the study as a whole, and what these look at."""
        level = {n: self.plan.dataset(n[0]) for n in self.plan.order}
        if subjects:
            return {n for n, dataset in level.items() if not dataset.study_level}
        return needed(self.plan, (n for n, dataset in level.items() if dataset.study_level or dataset.of_both))

    def _forms(self, subjects: set[str]) -> Mapping[str, TypedForm]:
        study = self.plan.study
        number = next((i for i, part in enumerate(self.store.parts) if subjects & set(part)), None)
        if number is None:
            return {n: empty_typed(f) for n, f in study.forms.items()}

        def read(name: str) -> TypedForm:
            form = study.forms[name].of(self.store.forms[name].found)
            cells, rows = slice_form(form, self.store.forms[name], number)
            mine = raw_subject_of(form, cells).isin(subjects)
            return type_form(form, cells.take(mine), rows[mine], study.codelists, study.language, study.levels)

        return Forms(study, read)

    def matching(self, dataset: Dataset, where: tuple[Condition, ...]) -> Matches:
        """Who has records that meet the conditions; `NotThere` says which condition no record meets."""
        if dataset.study_level:
            part = self.part((), _nodes(self.plan, dataset, where))
            return Matches([""], len(_filtered(dataset, where, [part])[0]))
        told = ((c, subject_variable(self.plan, dataset, c.name)) for c in where)
        about_subject = [(c, target) for c, target in told if target]
        parts = list(self._subject_values(dataset, about_subject)) if about_subject else self.store.parts
        found = [self.part(subjects, _nodes(self.plan, dataset, where)) for subjects in parts if subjects]
        kept = _filtered(dataset, where, found)
        rows_of = zip(found, kept, strict=True)
        subjects = [part.subjects(dataset.name)[row] for part, rows in rows_of for row in rows]
        return Matches(sorted(set(subjects)), len(subjects))

    def _subject_values(self, dataset: Dataset, about: list[tuple[Condition, tuple[str, str]]]) -> Iterator[list[str]]:
        """The subjects of each stored part for whom conditions on their one value hold, as on their site or number."""
        targets = [target for _, target in about]
        asked = [Condition(name, c.comparator, c.values) for c, (_, name) in about]
        parts = [
            self.part(subjects, [n for t, name in targets for n in column_nodes(self.plan, t, name)])
            for subjects in self.store.parts
        ]
        chosen = [set(subjects) for subjects in self.store.parts]
        for condition, (target, name) in zip(asked, targets, strict=True):
            values: list[str] = []
            for i, part in enumerate(parts):
                column, subject = part.column(target, name), part.subjects(target)
                here = subject.isin(chosen[i])
                values += as_text(column[here]).tolist()
                chosen[i] &= set(subject[here & holds(condition, column)])
            if not any(chosen):
                raise NotThere(_nobody(dataset, condition, values))
        for each in chosen:
            yield sorted(each)


def needed(plan: Plan, nodes: Iterable[Node]) -> set[Node]:
    """The nodes and all that they need."""
    found: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += plan.needs[each]
    return found


def behind(plan: Plan, dataset: Dataset) -> set[Node]:
    """What an explanation of a dataset's records looks at.

    All its nodes and what they need, and of each dataset among these records and keys.
    """
    found, named = needed(plan, (n for n in plan.order if n[0] == dataset.name)), set()
    while waiting := {n[0] for n in found} - named:
        named |= waiting
        for other in map(plan.dataset, sorted(waiting)):
            found |= needed(
                plan,
                [n for key in other.keys for n in column_nodes(plan, other.name, key)]
                + [(other.name, p, "") for p in range(other.phases)],
            )
    return found


def subject_variable(plan: Plan, dataset: Dataset, name: str) -> tuple[str, str] | None:
    """Where a variable that tells of the subject is copied from in the end.

    A dataset with one record a subject, and a variable.
    """
    plan_ = plan.variables.get((dataset.name, name))
    filled = any(name in s.step.set or (s.operation and name in s.operation.produces) for s in plan.steps[dataset.name])
    if plan_ is None or filled:
        return None
    if isinstance(plan_.variable.verb, Predecessor) and isinstance(plan_.how, Transfer) and len(plan_.how.sources) == 1:
        source = plan_.how.sources[0]
        return subject_variable(plan, plan.dataset(source.target), source.name)
    return (dataset.name, name) if dataset.one_per_subject else None


def matching_rows(part: Part, dataset: Dataset, where: tuple[Condition, ...]) -> list[int]:
    """The records of a part that meet the conditions, in the order of the dataset's keys."""
    rows = _filtered(dataset, where, [part])[0]
    levels = sort_levels([part.column(dataset.name, k) for k in dataset.keys])
    order = np.lexsort(levels[::-1]) if levels else np.arange(len(part.subjects(dataset.name)))
    return [int(i) for i in order if i in set(rows)]


def _nodes(plan: Plan, dataset: Dataset, where: tuple[Condition, ...]) -> list[Node]:
    rows = [(dataset.name, phase, "") for phase in range(dataset.phases)]
    return rows + [n for c in where for n in column_nodes(plan, dataset.name, c.name)]


def column_nodes(plan: Plan, dataset: str, name: str) -> list[Node]:
    """What computes a column, phase by phase."""
    return [node(plan, dataset, phase, name) for phase in range(plan.dataset(dataset).phases)]


def _filtered(dataset: Dataset, where: tuple[Condition, ...], parts: list[Part]) -> list[np.ndarray]:
    """The rows of each part that meet the conditions, one condition after the other."""
    kept = [np.arange(len(part.subjects(dataset.name))) for part in parts]
    for number, condition in enumerate(where):
        columns = [part.column(dataset.name, condition.name)[rows] for part, rows in zip(parts, kept, strict=True)]
        kept = [rows[holds(condition, column)] for rows, column in zip(kept, columns, strict=True)]
        if not any(map(len, kept)):
            raise NotThere(_nobody(dataset, condition, [v for c in columns for v in as_text(c)], where[:number]))
    if not any(map(len, kept)):
        raise NotThere(f"{dataset.name} has no records.")
    return kept


def _nobody(dataset: Dataset, condition: Condition, values: list[str], met: tuple[Condition, ...] = ()) -> str:
    among = f" among those with {', '.join(f'{c.name}={c.values[0]}' for c in met)}" if met else ""
    fix = unknown("value", condition.values[0], set(values) - {""})[1]
    return f"No record of {dataset.name} has {condition.name}={condition.values[0]}{among}. {fix}"
