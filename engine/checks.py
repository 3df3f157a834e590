"""Running the study's checks: registered operations that look at records side by side."""

from __future__ import annotations

from onespec.engine.columns import Report, as_text
from onespec.engine.evaluate import Part
from onespec.engine.findings import Findings
from onespec.engine.model import Dataset
from onespec.engine.plan import StepPlan


def run_checks(part: Part) -> Findings:
    """The findings of checks.yaml in one part; a check's rows are those of its ``from``."""
    anchor = Dataset("", "", "sdtm", "", "", (), (), {})
    out = Findings()
    for plan in part.plan.checks:
        if all(s in part.forms or (s, 0) in part.blocks for s in _sources(plan)):
            out += _run(part, anchor, plan)
    return out


def _sources(plan: StepPlan) -> set[str]:
    arguments = [plan.source, *plan.arguments.values()]
    return {a.source for a in arguments if hasattr(a, "source")}


def _run(part: Part, anchor: Dataset, plan: StepPlan) -> Findings:
    part.current = "checks"
    part.ledgers.setdefault("checks", _ledger())
    report = Report()
    source = part.select(plan.source, anchor, 0)
    given = {a: part._step_argument(v, anchor, 0) for a, v in plan.arguments.items()}
    plan.operation.function(source=source, report=report, **given)
    out = Findings()
    form = part.forms.get(source.name)
    for level, rule, message, fix, rows, values in report.entries:
        for i in rows:
            where = {"file": form.form.file, "row": int(form.rows[source.position[i]])} if form else {"dataset": source.name}
            out.add(rule, level, message, fix, subject=source.subject.iat[i], value="" if values is None else as_text(values).iat[i], **where)
    return out


def _ledger():
    from onespec.engine.evaluate import Ledger
    return Ledger()
