"""The build graph at variable level: what each variable and each phase of rows needs.

DM may need EX while EX needs DM: the order is that of variables, not of datasets.
"""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from onespec.engine.findings import STOP, Findings
from onespec.engine.plan.references import (
    BySubject,
    Computation,
    ManyOf,
    Node,
    Other,
    Own,
    Plan,
    StepPlan,
    VariablePlan,
)
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.model import Dataset

WHOLE = -1


def build_graph(plan: Plan, findings: Findings) -> None:
    """Fill ``plan.needs`` and ``plan.order``; a circle is a stop that names it."""
    for dataset in plan.study.datasets.values():
        for phase in range(dataset.phases):
            steps = [s for s in plan.steps[dataset.name] if s.step.phase == phase]
            plan.needs[dataset.name, phase, ""] = {n for s in steps for n in step_needs(plan, dataset, s, phase)}
        for variable in dataset.variables.values():
            _add_variable(plan, dataset, plan.variables[dataset.name, variable.name])
    needs = {n: sorted(plan.needs[n]) for n in plan.needs}  # sorted: the order must not hang on hashes
    while not plan.order and needs:
        try:
            plan.order = list(TopologicalSorter(needs).static_order())
        except CycleError as error:
            circle = error.args[1]
            _report_circle(plan, circle, findings)
            needs |= {n: [m for m in needs[n] if m not in circle] for n in circle}


def _report_circle(plan: Plan, circle: list[Node], findings: Findings) -> None:
    """Said from the variable that is first in the alphabet."""
    ring = circle[:0:-1]
    first = ring.index(min(ring))
    ring = [*ring[first:], *ring[:first], ring[first]]
    names = [f"{d}.{v}" if v else f"the records of {d}" for d, _, v in ring]
    dataset, _, name = ring[0]
    described = plan.study.datasets[dataset]
    variable = described.variables.get(name)
    findings.add(
        "SPEC-CIRCLE",
        STOP,
        f"The derivation runs in a circle: {names[0]} needs {', which needs '.join(names[1:])}.",
        "Derive one of them from something else.",
        file=described.file,
        line=variable.line if variable else described.line,
        dataset=dataset,
        column=name,
    )


def is_whole(plan: VariablePlan) -> bool:
    """True when the variable looks at all records of the dataset, whatever their phase."""
    return plan.operation is not None and plan.operation.whole


def _add_variable(plan: Plan, dataset: Dataset, variable: VariablePlan) -> None:
    name, first = variable.variable.name, variable.variable.part_of
    if first:
        for phase in [WHOLE] if is_whole(variable) else range(dataset.phases):
            plan.needs[dataset.name, phase, name] = {(dataset.name, phase, first)}
        return
    if is_whole(variable):
        phases = range(dataset.phases)
        needs = {(dataset.name, p, "") for p in phases} | {
            n for p in phases for n in _variable_needs(plan, dataset, variable, p)
        }
        plan.needs[dataset.name, WHOLE, name] = needs
        return
    text = {plan.coded[dataset.name].topic} if plan.codes_of(dataset.name, name) else ()
    for phase in range(dataset.phases):
        plan.needs[dataset.name, phase, name] = {
            (dataset.name, phase, ""),
            *_variable_needs(plan, dataset, variable, phase),
            *(node(plan, dataset.name, phase, each) for each in text),
        }


def _variable_needs(plan: Plan, dataset: Dataset, variable: VariablePlan, phase: int) -> Iterable[Node]:
    phases = variable.how.phases if isinstance(variable.how, Computation) else None
    for reference in variable.references:
        if isinstance(reference, ManyOf):
            before = phases if reference.target == dataset.name else None
            yield from _column_needs(plan, reference.target, reference.name, before)
        else:
            yield from _reference_needs(plan, dataset, reference, phase)
    for target in variable.many:
        before = phases if target == dataset.name else None
        yield from _where_needs(plan, target, variable.where, before)
        for own, theirs in variable.group.items():
            yield from _reference_needs(plan, dataset, Own(own), phase)
            yield from _column_needs(plan, target, theirs, before)


def _reference_needs(plan: Plan, dataset: Dataset, reference: object, phase: int) -> Iterable[Node]:
    if isinstance(reference, Own):
        if reference.name in dataset.variables:
            yield node(plan, dataset.name, phase, reference.name)
        else:
            yield dataset.name, phase, ""
    elif isinstance(reference, (Other, BySubject)):
        yield from _column_needs(plan, reference.target, reference.name)


def node(plan: Plan, dataset: str, phase: int, name: str) -> Node:
    return dataset, WHOLE if is_whole(plan.variables[dataset, name]) else phase, name


def _column_needs(plan: Plan, target: str, name: str, before: int | None = None) -> Iterable[Node]:
    """All phases of a column of another dataset; of the dataset's own, the phases ``before``.

    A name that does not exist needs nothing: it is a finding already.
    """
    if (target, name) not in plan.variables:
        return
    for phase in range(plan.study.datasets[target].phases if before is None else before):
        yield target, phase, ""
        yield node(plan, target, phase, name)


def _where_needs(plan: Plan, target: str, where: Iterable[Condition], before: int | None = None) -> Iterable[Node]:
    for condition in where:
        yield from _column_needs(plan, target, condition.name, before)
        if condition.against is not None:
            other = condition.against.target
            yield from _column_needs(plan, other, condition.against.name, before if other == target else None)


def step_needs(plan: Plan, dataset: Dataset, step: StepPlan, phase: int) -> Iterable[Node]:
    for selection in step.selections:
        before = phase if selection.source == dataset.name else None
        if selection.source in plan.study.datasets:
            phases = plan.study.datasets[selection.source].phases if before is None else before
            yield from ((selection.source, p, "") for p in range(phases))
        for name in selection.columns:
            yield from _column_needs(plan, selection.source, name, before)
        yield from _where_needs(plan, selection.source, selection.where, before)
    for argument in step.references:
        if isinstance(argument, (BySubject, Joined)):
            yield from _column_needs(plan, argument.target, argument.name)
