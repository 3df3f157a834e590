# pyright: standard
"""What all parts give, put together: sizes, values in use, the account of raw cells, findings."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from onespec.engine.causes import one_a_cause, without_consequences
from onespec.engine.findings import QUERY, STOP, Findings
from onespec.engine.frames import Frame
from onespec.engine.memory import give_back
from onespec.engine.milestones import lowered
from onespec.engine.plan.references import Plan
from onespec.engine.raw.account import Accounts, merge
from onespec.engine.raw.cut import below
from onespec.engine.raw.store import RawStore
from onespec.engine.run.accounting import LOST, report_lost
from onespec.engine.run.kept import findings_read, findings_said
from onespec.engine.run.measure import DatasetMeasure
from onespec.engine.run.operate import FAILED
from onespec.engine.run.tasks import Summary
from onespec.engine.run.terms import Coding, term_findings, terms_of
from onespec.engine.spec.model import Dataset, Study


@dataclass(frozen=True)
class Totals:
    """Of the study as a whole.

    measures  of each dataset of the package: rows, lengths, values in use
    accounts  of each raw field: what became of its cells
    findings  of specification, export and parts
    seconds   of each dataset, in all its parts
    raw_rows  of each form
    cut       what the data cut takes (`onespec.engine.raw.cut`); None where that is nothing
    coding    how many terms wait for their code
    """

    measures: dict[str, DatasetMeasure]
    accounts: Accounts
    findings: Findings
    seconds: dict[str, float]
    raw_rows: dict[str, int]
    cut: Frame | None = None
    coding: Coding = field(default_factory=lambda: Coding({}))

    def rows_in(self, dataset: Dataset) -> int:
        """The rows of the forms and datasets that a dataset's records stand on."""
        rows = self.raw_rows | {name: m.rows for name, m in self.measures.items() if name not in self.raw_rows}
        return sum(rows.get(source, 0) for source in dataset.sources)


def add_up(plan: Plan, store: RawStore, summaries: Iterable[Summary], findings: Findings) -> Totals:
    """The totals; ``findings`` are those made before the parts.

    summaries  of the parts in their order: each is added up as it comes, and let go
    """
    study = plan.study
    measures: dict[str, DatasetMeasure] = {}
    accounts: Accounts = {}
    seconds: dict[str, float] = {}
    merge(accounts, store.refused)
    packed: list[bytes] = []
    taken: list[Frame] = []
    for summary in summaries:
        for name, measure in summary.measures.items():
            measures.setdefault(name, DatasetMeasure()).merge(measure)
        for name, time in summary.seconds.items():
            seconds[name] = seconds.get(name, 0.0) + time
        merge(accounts, summary.accounts)
        packed.append(_packed(summary.findings))
        taken += [] if summary.cut is None else [summary.cut]
    give_back()
    # A SUPP-- dataset without rows says nothing and is not part of the package.
    kept = {n: measures[n] for n, d in study.datasets.items() if n in measures and (measures[n].rows or not d.parent)}
    found = Findings([*findings, *(f for part in packed for f in _unpacked(part))])
    report_lost(accounts, found)
    terms = terms_of(plan, {n: m.texts for n, m in measures.items()})
    found += term_findings(plan, terms)
    coding = Coding.of(plan, terms, found)
    raw_rows = {n: f.rows for n, f in store.forms.items()}
    cut = below(taken) if taken else None
    return Totals(kept, accounts, told(_trustworthy(found), study), seconds, raw_rows, cut, coding)


def _packed(findings: Findings) -> bytes:
    """The findings of a part in a tenth of their room, for as long as other parts are worked on."""
    return zlib.compress(json.dumps(findings_said(findings)).encode(), 1)


def _unpacked(packed: bytes) -> Findings:
    return findings_read(json.loads(zlib.decompress(packed)))


def _trustworthy(findings: Findings) -> Findings:
    """When an operation failed, in whatever part, that is told once; what its blanks led to is not."""
    failed = dict.fromkeys(f for f in findings if f.rule == FAILED)
    if not failed:
        return findings
    return Findings([*failed, *(f for f in findings if f.file and not f.dataset and f.rule not in (FAILED, LOST))])


def told(findings: Findings, study: Study) -> Findings:
    """The findings with the level that the study gives their rules, and those of one cause as one.

    A query that the study raises to a stop stays one a raw cell: it is still about the data.
    """
    raised = [f for f in findings if f.level == QUERY and study.levels.get(f.rule) == STOP]
    others = lowered((f for f in findings if not (f.level == QUERY and study.levels.get(f.rule) == STOP)), study.levels)
    others = without_consequences(others, raised)
    return Findings([*one_a_cause(others), *(replace(f, level=STOP) for f in one_a_cause(raised))])
