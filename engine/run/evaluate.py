"""Evaluating the plan on one part, node by node."""

from __future__ import annotations

from onespec.engine.plan.graph import WHOLE
from onespec.engine.plan.references import Node
from onespec.engine.run.part import Part
from onespec.engine.run.rows import make_rows
from onespec.engine.run.values import make_variable, make_whole
from onespec.engine.run.work import Work


def evaluate(part: Part, node: Node) -> None:
    """Compute one node: the rows of a phase, a variable of a phase, or a variable of the whole dataset."""
    name, phase, variable = node
    work = Work(part, part.plan.dataset(name), part.ledger(name), variable)
    if not variable:
        make_rows(work, phase)
        return
    planned = part.plan.variables[name, variable]
    if planned.variable.part_of:
        return  # made with the variable whose text it continues
    if phase == WHOLE:
        make_whole(work, planned)
    else:
        make_variable(work, phase, planned)
