"""Rows: what the record steps of a dataset's phase make, and what becomes of the raw rows behind them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from onespec.engine.columns import as_text, number, text
from onespec.engine.contract import Report, Rows, Selection
from onespec.engine.findings import QUERY
from onespec.engine.plan.references import StepPlan
from onespec.engine.raw.account import CARRIED, REFUSED, USED
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.run.operate import operate
from onespec.engine.run.part import Part
from onespec.engine.spec.model import Dataset


def make_rows(part: Part, dataset: Dataset, phase: int) -> None:
    """The rows of one phase, step by step."""
    pieces, subjects, start = [], [], 0
    for step in part.plan.steps[dataset.name]:
        if step.step.phase != phase:
            continue
        if step.operation is None:
            _refuse(part, dataset, step)
            continue
        if step.source is None and dataset.of_both and not part.first:
            continue
        piece, subject = _piece(part, dataset, phase, step, start)
        pieces.append(piece)
        subjects.append(subject)
        start = piece.stop
    part.chosen.clear()
    part.blocks[dataset.name, phase] = Block(pd.concat(subjects, ignore_index=True) if subjects else text([]), pieces)


def _piece(part: Part, dataset: Dataset, phase: int, plan: StepPlan, start: int) -> tuple[Piece, pd.Series]:
    """The rows that one step makes."""
    source, report = part.select(plan.source, dataset, phase) if plan.source else None, Report()
    given = given_arguments(part, dataset, phase, plan, source, report)
    rows = operate(
        plan.operation, given, part.findings, file=dataset.file, line=plan.step.line, dataset=dataset.name
    ) or Rows(text([]))
    piece = Piece(plan, start, start + len(rows), rows.source, None, {}, rows.fields, rows.table, rows.table_position)
    if rows.position is not None:
        piece.position = (
            source.position[rows.position] if source is not None and source.name == rows.source else rows.position
        )
    piece.produced = {n: rows.values[n].reset_index(drop=True) for n in rows.values}
    for name, value in plan.step.set.items():
        variable = dataset.variables.get(name)
        piece.produced[name] = (
            number(value or np.nan, len(rows))
            if variable is not None and variable.is_number
            else text(value, len(rows))
        )
    for name in rows.fields:
        part.mark_read(piece, name, CARRIED, by=name)
    for parameter in plan.operation.parameters.values():
        if parameter.kind in ("name", "names") and parameter.argument in given and source is not None:
            for name in np.atleast_1d(given[parameter.argument]):
                part.mark(source.name, str(name), source.position, USED)
    _reported(part, report, dataset, source, piece)
    return piece, rows.subject.reset_index(drop=True)


def given_arguments(
    part: Part, dataset: Dataset, phase: int, plan: StepPlan, source: Selection | None, report: Report
) -> dict[str, object]:
    """What the operation of a record step is called with."""
    given = {a: part.argument(v, dataset, phase) for a, v in plan.arguments.items()}
    more = {"source": source, "report": report}
    return given | {n: v for n, v in more.items() if n in plan.operation.parameters}


def _refuse(part: Part, dataset: Dataset, plan: StepPlan) -> None:
    """Rows that the specification declares unmapped: a query each, every cell refused.

    With ``fields`` only their cells are: the row itself may make a record.
    """
    position = part.keep(plan.source.source, plan.source.where)
    form = part.forms.get(plan.source.source)
    if form is None:
        return
    named = plan.step.parameters.get("fields", ())
    for name in named or form.status:
        part.mark(plan.source.source, name, position, REFUSED, by="RAW-REFUSED")
    for i, name in ((i, name) for i in position for name in named if form.filled[name][i]):
        part.findings.add(
            "RAW-REFUSED",
            QUERY,
            f"{name} is not mapped to {dataset.name}: {plan.step.reason}.",
            "Ask the site which of the row's answers is right.",
            file=form.form.file,
            row=int(form.rows[i]),
            column=name,
            value=form.verbatim[name].iat[i],
            dataset=dataset.name,
            subject=form.subject.iat[i],
        )
    for i in () if named else position:
        part.findings.add(
            "RAW-REFUSED",
            QUERY,
            f"The row is not mapped to {dataset.name}: {plan.step.reason}.",
            "Ask the site to check the row.",
            file=form.form.file,
            row=int(form.rows[i]),
            dataset=dataset.name,
            subject=form.subject.iat[i],
        )


def _reported(part: Part, report: Report, dataset: Dataset, source: Selection | None, piece: Piece) -> None:
    """Reports of a record operation: rows are those of the selection; of one that makes no record every cell is refused, or that of the column named."""
    if source is None:
        return
    form = part.forms.get(source.name)
    mapped = set() if piece.position is None else set(piece.position.tolist())
    for n, (level, rule, message, fix, rows, values) in enumerate(report.entries):
        at, column = source.position[rows], report.columns.get(n, "")
        shown = as_text(values).iloc[rows].tolist() if values is not None else [""] * len(rows)
        for position, subject, value in zip(at, source.subject.iloc[rows], shown):
            where = {"file": form.form.file, "row": int(form.rows[position])} if form else {}
            part.findings.add(
                rule, level, message, fix, dataset=dataset.name, column=column, subject=subject, value=value, **where
            )
        unmapped = np.array([p for p in at if p not in mapped], np.intp)
        for name in ([column] if column else form.status) if form else ():
            part.mark(source.name, name, unmapped, REFUSED, by=rule)
