"""Running the study's checks: registered operations that look at records side by side."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import as_text, text
from onespec.engine.contract import Report
from onespec.engine.findings import Findings
from onespec.engine.plan.references import StepPlan
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.finish import report_records
from onespec.engine.run.operate import operate
from onespec.engine.run.part import Part
from onespec.engine.spec.model import Dataset

CHECKS = "checks"


def run_checks(part: Part) -> Findings:
    """The findings of checks.yaml in one part; a check's rows are those of its ``from``."""
    part.current, part.ledgers[CHECKS] = CHECKS, Ledger()
    for plan in part.plan.checks:
        if all(s in part.forms or (s, 0) in part.blocks for s in _sources(plan)):
            _run(part, plan)
    return part.ledgers.pop(CHECKS).findings


def _sources(plan: StepPlan) -> set[str]:
    arguments = [plan.source, *plan.arguments.values()]
    return {a.source for a in arguments if hasattr(a, "source")}


def _run(part: Part, plan: StepPlan) -> None:
    anchor = Dataset("", "", "sdtm", "", "", (), (), {})
    report = Report()
    part.chosen.clear()
    source = part.select(plan.source, anchor, 0)
    given = {a: part.argument(v, anchor, 0) for a, v in plan.arguments.items()}
    operate(
        plan.operation,
        {"source": source, "report": report} | given,
        part.findings,
        file="checks.yaml",
        line=plan.step.line,
    )
    named = [
        given[p.argument]
        for p in plan.operation.parameters.values()
        if p.kind in ("name", "names") and p.argument in given
    ]
    column = ", ".join(n for names in named for n in ([names] if isinstance(names, str) else names))
    form = part.forms.get(source.name)
    for level, rule, message, fix, rows, values in report.entries:
        at = source.position[rows]
        shown = text("", len(rows)) if values is None else as_text(values).iloc[rows]
        if form:
            for position, subject, value in zip(at, source.subject.iloc[rows], shown):
                part.findings.add(
                    rule,
                    level,
                    message,
                    fix,
                    file=form.form.file,
                    row=int(form.rows[position]),
                    column=column,
                    subject=subject,
                    value=value,
                )
            continue
        order = np.argsort(at, kind="stable")
        order = order[np.append(np.diff(at[order]) > 0, True)]  # a record once
        report_records(
            part, part.plan.dataset(source.name), column, at[order], level, rule, message, fix, shown.iloc[order]
        )
