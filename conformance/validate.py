"""One list from all engines: merged, explained by the register, each breach with its line of the specification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from onespec.conformance.breach import ENGINES, ONESPEC, STANDARDS, Breach, breach_order
from onespec.conformance.data import World
from onespec.conformance.explained import Explanation, explain, explain_beyond
from onespec.conformance.guides import PACKAGE, SDTM, Guide
from onespec.conformance.own import own_checks, run_checks
from onespec.conformance.package import Package
from onespec.conformance.places import places_of
from onespec.conformance.run import FAILED, NOT_APPLICABLE, RAN, Run
from onespec.conformance.series import as_text
from onespec.conformance.wording import of_language
from onespec.engine.findings import Findings
from onespec.engine.spec.define_reader import FILE, read_define
from onespec.engine.spec.model import Study


@dataclass(frozen=True)
class Judged:
    """A breach, the keys of its record as ``NAME=value`` texts, the number of the entry that explains it (-1: none)."""

    breach: Breach
    keys: tuple[str, ...]
    explained: int


@dataclass(frozen=True)
class Group:
    """Breaches of one rule in one dataset about the same variables."""

    judged: tuple[Judged, ...]

    @property
    def first(self) -> Breach:
        return self.judged[0].breach

    @property
    def count(self) -> int:
        """How many breaches there are, those among them that are not listed."""
        return sum(j.breach.count for j in self.judged)

    @property
    def messages(self) -> int:
        """How many different messages there are; the first is shown."""
        beyond = (j.breach.beyond for j in self.judged)
        return len(
            {j.breach.message for j in self.judged if not j.breach.beyond}.union(*(b.messages for b in beyond if b))
        )


@dataclass
class Validation:
    """The result of a validation.

    runs          what each engine has done, in the order of ENGINES
    judged        every breach, in order
    explanations  the register's entries, and how many breaches each explains
    files         what was judged: file of the outputs (``sdtm/ae.xpt``) -> SHA-256
    """

    title: str
    runs: list[Run]
    judged: list[Judged]
    explanations: list[tuple[Explanation, int]]
    notes: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    @property
    def unexplained(self) -> list[Group]:
        return groups(j for j in self.judged if j.explained < 0)

    @property
    def unexplained_by_standard(self) -> dict[str, list[Group]]:
        """What is not explained, by the package that it is about; a package without any is left out."""
        found = self.unexplained
        by = {s: [g for g in found if g.first.standard == s] for s in STANDARDS}
        return {standard: groups for standard, groups in by.items() if groups}

    @property
    def stale(self) -> list[tuple[Explanation, int]]:
        """Entries that explain more, fewer or none; those of an engine that did not run wait for it."""
        return [(e, n) for e, n in self.explanations if self.has_run(e) and n != e.count]

    def has_run(self, entry: Explanation) -> bool:
        """Whether its engine has judged the package that the entry is about."""
        return any(r.done and (r.engine, r.standard) == (entry.engine, entry.standard) for r in self.runs)

    def count(self, engine: str = "", standard: str = "", unexplained: bool = False) -> int:
        """How many breaches there are: of an engine and a standard, and of those that nothing explains."""
        return sum(
            j.breach.count
            for j in self.judged
            if j.breach.engine in (engine or j.breach.engine,)
            and j.breach.standard in (standard or j.breach.standard,)
            and not (unexplained and j.explained >= 0)
        )

    @property
    def good(self) -> bool:
        return not self.stale and all(j.explained >= 0 for j in self.judged)

    @property
    def verdict(self) -> str:
        total, explained = self.count(), sum(j.breach.count for j in self.judged if j.explained >= 0)
        engines = dict.fromkeys(run.engine for run in self.runs if run.done)
        stale = f", {counted(len(self.stale), 'explanation')} stale" if self.stale else ""
        return (
            f"{counted(total, 'breach')} by {' and '.join(engines)}: {total - explained:,} "
            f"unexplained, {explained:,} explained{stale}."
        )


def counted(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def groups(judged: Iterable[Judged]) -> list[Group]:
    """By package, dataset, engine, rule and variables, in order."""
    out: dict[tuple, list[Judged]] = {}
    for j in judged:
        b = j.breach
        out.setdefault((b.standard, b.dataset, b.engine, b.rule, b.variables), []).append(j)
    return [Group(tuple(members)) for members in out.values()]


def run_own(package: Package, study: Study, guide: Guide = SDTM, beside: Package | None = None) -> Run:
    """Our own checks of a guide; ``beside``: the package from which this one was made.

    Raises `Stopped` when the file of the checks is faulty.
    """
    if not package.tables and guide is not SDTM:
        return Run(ONESPEC, f"not run: there are no {guide.title} datasets", standard=guide.standard)
    checks = own_checks(guide=guide)
    world = World(package, study, read_define(package.folder / FILE), guide, beside)
    concerned = sum(any(c.looks_at(world.called(name)) for name in (PACKAGE, *package.tables)) for c in checks)
    return Run(
        ONESPEC,
        f"our own checks (specs/standards/{guide.file})",
        {RAN: concerned, NOT_APPLICABLE: len(checks) - concerned, FAILED: 0},
        run_checks(checks, world),
        standard=guide.standard,
    )


def validate(
    study: Study, package: Package, runs: list[Run], explanations: list[Explanation], findings: Findings
) -> Validation:
    """The merged list; ``package``: all datasets that were judged.

    Faults of the register that only the data show are findings.
    """
    runs = [of_language(run, study.edition.language) for run in runs]
    runs = sorted(runs, key=lambda run: (ENGINES.index(run.engine), list(STANDARDS).index(run.standard)))
    listed = sorted((b for run in runs for b in run.breaches if not b.beyond), key=breach_order)
    told = [*zip(listed, explain(explanations, listed, package, findings), strict=True)]
    more = [b for run in runs for b in run.breaches if b.beyond]
    if more:
        told += [part for b in more for part in explain_beyond(explanations, b, package)]
        told.sort(key=lambda one: (*breach_order(one[0]), one[1]))
    breaches = [b for b, _ in told]
    counts: Counter[int] = Counter()
    for breach, number in told:
        counts[number] += breach.count
    keys = _keys(study, package, breaches)
    judged = []
    for (b, e), spec in zip(told, places_of(study, package, breaches), strict=True):
        record = keys.get((b.dataset, b.row), ())
        placed = replace(b, spec=spec, subject=b.subject or _subject(record))
        judged.append(Judged(placed, record, e))
    notes = [note for run in runs for note in run.notes]
    return Validation(
        f"Conformance of {study.id}", runs, judged, [(e, counts[i]) for i, e in enumerate(explanations)], notes
    )


def _keys(study: Study, package: Package, breaches: list[Breach]) -> dict[tuple[str, int | None], tuple[str, ...]]:
    """The filled keys of the records at fault, without the study's identifier, which is that of all."""
    rows: dict[str, set[int]] = {}
    for b in breaches:
        if b.row is not None and b.dataset in package.tables and 1 <= b.row <= package.tables[b.dataset].rows:
            rows.setdefault(b.dataset, set()).add(b.row)
    out: dict[tuple[str, int | None], tuple[str, ...]] = {}
    for dataset, wanted in rows.items():
        table, order = package.tables[dataset], sorted(wanted)
        names = [
            k
            for k in (study.datasets[dataset].keys if dataset in study.datasets else ("USUBJID",))
            if k in table.frame and k != "STUDYID"
        ]
        records = table.at(list(dict.fromkeys(names)), np.array(order) - 1)
        columns = [[value and f"{n}={value}" for value in as_text(records[n]).tolist()] for n in names]
        out |= {
            (dataset, row): tuple(filter(None, texts))
            for row, texts in zip(order, zip(*columns, strict=True) if columns else [()] * len(order), strict=True)
        }
    return out


def _subject(keys: tuple[str, ...]) -> str:
    return next((k.removeprefix("USUBJID=") for k in keys if k.startswith("USUBJID=")), "")
