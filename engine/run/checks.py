"""Running the study's checks: registered operations that look at records side by side."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import as_text, text
from onespec.engine.contract import Report
from onespec.engine.findings import Findings
from onespec.engine.plan.references import Chosen, StepPlan
from onespec.engine.registry import Operation
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.operate import operate
from onespec.engine.run.part import Part
from onespec.engine.run.rows import columns_named
from onespec.engine.run.work import Work
from onespec.engine.spec.model import Dataset

ANCHOR = Dataset("", "", "sdtm", "", "", (), (), {})  # a check stands on no dataset


def run_checks(part: Part) -> Findings:
    """The findings of checks.yaml in one part; a check's rows are those of its ``from``."""
    ledger = Ledger()
    for plan in part.plan.checks:
        there = all(s.source in part.forms or (s.source, 0) in part.blocks for s in plan.selections)
        if there and plan.source and plan.operation:
            _run(Work(part, ANCHOR, ledger), plan, plan.source, plan.operation)
    return ledger.findings


def _run(work: Work, plan: StepPlan, chosen: Chosen, operation: Operation) -> None:
    part, report = work.part, Report(operation.reports)
    source = work.select(chosen, 0)
    given = {a: work.argument(v, 0) for a, v in plan.arguments.items()}
    operate(
        operation, {"source": source, "report": report} | given, work.findings, file="checks.yaml", line=plan.step.line
    )
    column = ", ".join(columns_named(operation, given))
    form = part.forms.get(source.name)
    for told in report.entries:
        at = source.position[told.rows]
        shown = text("", len(at)) if told.values is None else as_text(told.values)[told.rows]
        if form:
            for position, subject, value in zip(at, source.subject[told.rows], shown, strict=True):
                where = {"file": form.form.file, "row": int(form.rows[position]), "column": column}
                work.findings.tell(told.problem, subject=subject, value=value, **where)
            continue
        order = np.argsort(at, kind="stable")
        order = order[np.append(np.diff(at[order]) > 0, True)]  # a record once
        dataset = Work(part, part.plan.dataset(source.name), work.ledger)
        dataset.report(told.problem, column, at[order], shown[order])
