"""Rows: what the record steps of a dataset's phase make, and what becomes of the raw rows behind them."""

from __future__ import annotations

from typing import Any

import numpy as np

from onespec.engine.columns import as_text, column_of, concat, number, text
from onespec.engine.contract import Report, Rows, Selection, Told
from onespec.engine.findings import QUERY, STOP, Problem
from onespec.engine.kinds import Text
from onespec.engine.plan.listed import listed_fields
from onespec.engine.plan.references import Chosen, StepPlan
from onespec.engine.raw.account import CARRIED, REFUSED, USED
from onespec.engine.registry import Operation
from onespec.engine.run.blocks import Block, Piece
from onespec.engine.run.cells import cell_of
from onespec.engine.run.operate import FAILED, operate
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
    if gone := [piece.replaces for piece in pieces if piece.replaces is not None]:
        part.leave_out(dataset.name, phase, np.concatenate(gone))
    if phase == dataset.phases - 1:
        _report(work)


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
    if rows.replaces is not None and any(chosen.source == dataset.name for chosen in plan.selections):
        piece.replaces, piece.decision = rows.replaces, rows.decision
    elif rows.replaces is not None:
        problem = f"{operation.name} takes the place of records of {dataset.name}, and is given those of others."
        work.findings.add(
            FAILED, STOP, problem, f"Give it records of {dataset.name} ('from: {dataset.name}').", **place
        )
    for name in rows.fields:
        work.mark_read(piece, name, CARRIED, by=name)
    if source is not None:
        looked_at = [cell.field for cell in listed_fields(plan, work.part.plan.study) if cell.mark.looks]
        for name in (*columns_named(operation, given), *looked_at):
            work.mark(source.name, name, source.position, USED)
        piece.told = source, report
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
    for name in plan.refused:
        work.mark(source.source, name, position, REFUSED, by=REFUSAL)
    if not plan.refused:
        work.refuse_rows(source.source, position, REFUSAL)
    said = f"is not mapped to {work.dataset.name}: {plan.step.reason}."
    whole = Problem(REFUSAL, QUERY, f"The row {said}", "Ask the site to check the row.")
    for i in position:
        file, row = form.form.place(form.rows[i])
        place = {"file": file, "row": row, "subject": form.subject[i], "dataset": work.dataset.name}
        place["form"] = form.form.name
        for name in (c for n in plan.refused for c in form.form.columns_of(n) if form.filled[c][i]):
            cell = Problem(REFUSAL, QUERY, f"{name} {said}", "Ask the site which of the row's answers is right.")
            own = (cell_of(work.part, source.source, name, int(i)),)
            work.findings.tell(cell, column=name, value=form.verbatim[name][i], cells=own, **place)
        if not plan.refused:
            work.findings.tell(whole, **place)


def _report(work: Work) -> None:
    """The reports of all steps of the dataset, which are judged together: rows are those of a step's selection.

    Of a row of which no step makes a record every cell is refused, or that of the column named.
    """
    blocks = (work.part.blocks.get((work.dataset.name, phase)) for phase in range(work.dataset.phases))
    pieces = [piece for block in blocks if block is not None for piece in block.pieces]
    told: dict[tuple[str, str], set[int]] = {}
    reported = [piece.told for piece in pieces if piece.told and piece.told[1].entries]
    for piece in pieces:
        piece.told = None  # its rows are no more looked at
    for source, report in reported:
        made = _positions(pieces, source.name)
        for entry, column, without_record in zip(report.entries, report.columns, report.without_record, strict=True):
            at = source.position[entry.rows]
            if without_record:  # once a row, by the first step that tells it
                known = told.setdefault((source.name, entry.rule), made | _refused(work, source.name))
                new = np.array([p not in known for p in at.tolist()], bool)
                known |= set(at.tolist())
                entry, at = entry._replace(rows=entry.rows[new]), at[new]
            _tell(work, source, entry, column)
            unmade = np.array([p for p in at.tolist() if p not in made], np.intp)
            form = work.part.forms.get(source.name)
            if column:
                work.mark(source.name, column, unmade, REFUSED, by=entry.rule)
            elif form:
                work.refuse_rows(source.name, unmade, entry.rule)


def _tell(work: Work, source: Selection, entry: Told, column: str) -> None:
    """A finding for each row of an entry."""
    form = work.part.forms.get(source.name)
    shown = text("", len(entry.rows)) if entry.values is None else as_text(entry.values)[entry.rows]
    at = source.position[entry.rows]
    for position, subject, value in zip(at, source.subject[entry.rows], shown, strict=True):
        where = dict(zip(("file", "row"), form.form.place(form.rows[position]), strict=True)) if form else {}
        where |= {"column": column, "subject": subject, "value": value, "form": source.name if form else ""}
        if column:
            where["cells"] = (cell_of(work.part, source.name, column, int(position)),)
        work.findings.tell(entry.problem, dataset=work.dataset.name, **where)


def _positions(pieces: list[Piece], source: str) -> set[int]:
    """The rows of a form or dataset on which records stand."""
    return {
        p for piece in pieces if piece.source == source and piece.position is not None for p in piece.position.tolist()
    }


def _refused(work: Work, source: str) -> set[int]:
    """The rows of a form that the specification refuses whole."""
    form = work.part.forms.get(source)
    marks = work.ledger.marks.get((source, form.form.subject, REFUSAL)) if form else None
    return set() if marks is None else set(np.flatnonzero(marks == REFUSED).tolist())
