"""Evaluating the plan on one part, node by node."""

from __future__ import annotations

from onespec.engine.plan.graph import WHOLE
from onespec.engine.plan.references import Node
from onespec.engine.run.blocks import Ledger
from onespec.engine.run.part import Part
from onespec.engine.run.rows import make_rows
from onespec.engine.run.values import make_variable, make_whole


def evaluate(part: Part, node: Node) -> None:
    """Compute one node: the rows of a phase, a variable of a phase, or a variable of the whole dataset."""
    dataset, phase, name = part.plan.dataset(node[0]), node[1], node[2]
    part.current, part.making = dataset.name, name
    part.ledgers.setdefault(dataset.name, Ledger())
    if not name:
        make_rows(part, dataset, phase)
    elif phase == WHOLE:
        make_whole(part, dataset, part.plan.variables[dataset.name, name])
    else:
        make_variable(part, dataset, phase, part.plan.variables[dataset.name, name])
