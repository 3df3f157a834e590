"""Rows: what the record steps of a dataset's phase make, and what becomes of the raw rows behind them."""

from __future__ import annotations

from typing import Any

import numpy as np

from onespec.engine.columns import as_text, column_of, concat, number, text
from onespec.engine.contract import Report, Rows, Selection
from onespec.engine.findings import QUERY, Problem
from onespec.engine.kinds import Text
from onespec.engine.plan.references import Chosen, StepPlan
from onespec.engine.raw.account import CARRIED, REFUSED, USED
from onespec.engine.registry import Operation
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.run.cells import cell_of
from onespec.engine.run.operate import operate
from onespec.engine.run.work import Work

REFUSAL = "RAW-REFUSED"


def make_rows(work: Work, phase: int) -> None:
    """The rows of one phase, step by step."""
    part, dataset = work.part, work.dataset
    pieces, subjects, start = [], [], 0
    for step in part.plan.steps[dataset.name]:
        if step.step.phase != phase:
            continue
        if step.operation is None:
            if step.source:
                _refuse(work, step, step.source)
            continue
        if step.source is None and dataset.of_both and not part.first:
            continue
        piece, subject = _piece(work, phase, step, step.operation, start)
        pieces.append(piece)
        subjects.append(subject)
        start = piece.stop
    part.blocks[dataset.name, phase] = Block(concat(subjects), pieces)


def _piece(work: Work, phase: int, plan: StepPlan, operation: Operation, start: int) -> tuple[Piece, Text]:
    """The rows that one step makes."""
    dataset = work.dataset
    source, report = work.select(plan.source, phase) if plan.source else None, Report(operation.reports)
    given = given_arguments(work, phase, plan, source, report)
    place = {"file": dataset.file, "line": plan.step.line, "dataset": dataset.name}
    rows: Rows = operate(operation, given, work.findings, **place) or Rows(text([]))
    piece = Piece(plan, start, start + len(rows), rows.source, None, {}, {}, rows.table, rows.table_position)
    if rows.position is not None:
        piece.position = rows.position
        if source is not None and source.name == rows.source:
            piece.position = source.position[rows.position]
    piece.produced = {n: column_of(rows.values[n]) for n in rows.values}
    piece.fields = {n: column_of(rows.fields[n]) for n in rows.fields}
    for name, value in plan.step.set.items():
        variable = dataset.variables.get(name)
        numeric = variable is not None and variable.is_number
        piece.produced[name] = number(value or np.nan, len(rows)) if numeric else text(value, len(rows))
    for name in rows.fields:
        work.mark_read(piece, name, CARRIED, by=name)
    if source is not None:
        for name in columns_named(operation, given):
            work.mark(source.name, name, source.position, USED)
        _reported(work, report, source, piece)
    return piece, text(rows.subject)


def given_arguments(work: Work, phase: int, plan: StepPlan, source: Selection | None, report: Report) -> dict[str, Any]:
    """What the operation of a record step is called with."""
    given = {a: work.argument(v, phase, source) for a, v in plan.arguments.items()}
    more = {"source": source, "report": report}
    return given | {n: v for n, v in more.items() if plan.operation and n in plan.operation.parameters}


def columns_named(operation: Operation, given: dict[str, Any]) -> list[str]:
    """The columns of its source that an operation is given by name."""
    named = [
        given[p.argument] for p in operation.parameters.values() if p.kind in ("name", "names") and p.argument in given
    ]
    return [str(name) for names in named for name in ([names] if isinstance(names, str) else names)]


def _refuse(work: Work, plan: StepPlan, source: Chosen) -> None:
    """Rows that the specification declares unmapped: a query each, every cell refused.

    With ``fields`` only their cells are: the row itself may make a record.
    """
    position = work.keep(source.source, source.where)
    form = work.part.forms.get(source.source)
    if form is None:
        return
    for name in plan.refused or form.status:
        work.mark(source.source, name, position, REFUSED, by=REFUSAL)
    said = f"is not mapped to {work.dataset.name}: {plan.step.reason}."
    whole = Problem(REFUSAL, QUERY, f"The row {said}", "Ask the site to check the row.")
    for i in position:
        place = {"row": int(form.rows[i]), "subject": form.subject[i]}
        place |= {"file": form.form.file, "dataset": work.dataset.name}
        for name in (n for n in plan.refused if form.filled[n][i]):
            cell = Problem(REFUSAL, QUERY, f"{name} {said}", "Ask the site which of the row's answers is right.")
            own = (cell_of(work.part, source.source, name, int(i)),)
            work.findings.tell(cell, column=name, value=form.verbatim[name][i], cells=own, **place)
        if not plan.refused:
            work.findings.tell(whole, **place)


def _reported(work: Work, report: Report, source: Selection, piece: Piece) -> None:
    """Reports of a record operation: rows are those of the selection.

    Of a row that makes no record every cell is refused, or that of the column named.
    """
    form = work.part.forms.get(source.name)
    mapped = set() if piece.position is None else set(piece.position.tolist())
    for told, column in zip(report.entries, report.columns, strict=True):
        at = source.position[told.rows]
        shown = text("", len(at)) if told.values is None else as_text(told.values)[told.rows]
        for position, subject, value in zip(at, source.subject[told.rows], shown, strict=True):
            where = {"file": form.form.file, "row": int(form.rows[position])} if form else {}
            where |= {"column": column, "subject": subject, "value": value}
            if column:
                where["cells"] = (cell_of(work.part, source.name, column, int(position)),)
            work.findings.tell(told.problem, dataset=work.dataset.name, **where)
        unmapped = np.array([p for p in at if p not in mapped], np.intp)
        for name in ([column] if column else form.status) if form else ():
            work.mark(source.name, name, unmapped, REFUSED, by=told.rule)
