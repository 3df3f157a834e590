"""Running the study's checks: registered operations that look at records side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from onespec.engine.column import Column
from onespec.engine.columns import as_text, position_in, text
from onespec.engine.contract import Beside, PerSubject, Report, Selection, Told
from onespec.engine.days import iso_date, iso_datetime
from onespec.engine.findings import Cell, Findings
from onespec.engine.frames import Frame
from onespec.engine.plan.references import Argument, BySubject, Chosen, StepPlan
from onespec.engine.registry import Operation
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.cells import cell_of
from onespec.engine.run.operate import operate
from onespec.engine.run.part import Part
from onespec.engine.run.rows import columns_named
from onespec.engine.run.work import Work
from onespec.engine.spec.conditions import Joined
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
    source = _dated(part, work.select(chosen, 0))
    given = {a: _given(work, v, source) for a, v in plan.arguments.items()}
    operate(
        operation, {"source": source, "report": report} | given, work.findings, file="checks.yaml", line=plan.step.line
    )
    named = columns_named(operation, given)
    column = ", ".join(named)
    form = part.forms.get(source.name)
    for told, against in zip(report.entries, report.against, strict=True):
        at = source.position[told.rows]
        cells = _cells(work, plan, given | {"source": source}, told, against, named)
        shown = text("", len(at)) if told.values is None else as_text(told.values)[told.rows]
        problem = replace(told.problem, check=plan.step.taken.id if plan.step.taken else "")
        if form:
            for position, subject, value, found in zip(at, source.subject[told.rows], shown, cells, strict=True):
                file, row = form.form.place(form.rows[position])
                where = {"file": file, "row": row, "column": column, "cells": found, "form": source.name}
                work.findings.tell(problem, subject=subject, value=value, **where)
            continue
        order = np.argsort(at, kind="stable")
        order = order[np.append(np.diff(at[order]) > 0, True)]  # a record once
        dataset = Work(part, part.plan.dataset(source.name), work.ledger)
        dataset.report(problem, column, at[order], shown[order], [cells[n] for n in order])


def _given(work: Work, argument: Argument, source: Selection) -> Any:
    """What the check receives for one argument."""
    given = work.argument(argument, 0, source)
    if isinstance(argument, Joined):
        return _iso(work.part, argument.target, argument.name, given)
    if isinstance(argument, BySubject):
        return replace(given, column=_iso(work.part, argument.target, argument.name, given.column))
    return _dated(work.part, given) if isinstance(given, Selection) else given


def _dated(part: Part, selection: Selection) -> Selection:
    """A selection in which dates are texts of ISO 8601, also those that its dataset holds as numbers."""
    columns = {n: _iso(part, selection.name, n, column) for n, column in selection.frame.items()}
    return replace(selection, frame=Frame(columns, len(selection.frame)))


def _iso(part: Part, target: str, name: str, column: Column) -> Column:
    variable = None if target in part.forms else part.plan.dataset(target).variables.get(name)
    as_iso = _AS_ISO.get(variable.type) if variable is not None else None
    return column if as_iso is None or not column.is_number else as_text(column).each(as_iso)


def _date(sas: str) -> str:
    return iso_date(float(sas)) if sas else ""


def _datetime(sas: str) -> str:
    return iso_datetime(float(sas)) if sas else ""


_AS_ISO = {"sasdate": _date, "sasdatetime": _datetime}


def _cells(
    work: Work, plan: StepPlan, given: dict[str, Any], told: Told, against: tuple[object, ...], named: list[str]
) -> list[tuple[Cell, ...]]:
    """What the finding of each row stands on: its own cell, and those that it contradicts."""
    part, source, rows = work.part, given["source"], told.rows
    shown = next((n for n in source.frame.columns if source.frame[n] is told.values), named[0] if named else "")
    places = [(source.name, shown, source.position[rows])]
    for other in against:
        argument = next((plan.arguments[a] for a, v in given.items() if v is other and a in plan.arguments), None)
        if isinstance(other, str):
            places.append((source.name, other, source.position[rows]))
        elif isinstance(other, Beside):
            at = np.where(other.rows >= 0, other.selection.position[other.rows], -1)
            places.append((other.selection.name, other.column, at))
        elif isinstance(other, np.ndarray):
            places.append((source.name, shown, np.where(other >= 0, source.position[other], -1)))
        elif isinstance(argument, Joined):
            at = part.meeting(source.name, argument)[source.position[rows]]
            places.append((argument.target, argument.name, at))
        elif isinstance(other, PerSubject) and isinstance(argument, BySubject):
            at = position_in(source.subject.take(rows), other.subject)
            places.append((argument.target, argument.name, at))
    return [
        tuple(cell_of(part, target, name, int(at[n])) for target, name, at in places if name and at[n] >= 0)
        for n in range(len(rows))
    ]
