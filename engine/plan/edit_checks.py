"""The checks of a study resolved; one of the library that came with its group is left aside where it cannot work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onespec.engine.findings import Findings
from onespec.engine.plan.references import BySubject, Plan, StepPlan
from onespec.engine.plan.resolve_steps import CheckResolver
from onespec.engine.spec.edit_checks import EditCheck, library
from onespec.engine.spec.model import Dataset, Step
from onespec.engine.spec.verbs import NotAvailable

LEAVE_OUT = "Leave the check out under 'but:', with the reason, or name another variable under 'with:'."


def resolve_checks(plan: Plan, steps: Iterable[Step], findings: Findings) -> list[StepPlan]:
    """The plans of the checks; `Plan.left_aside` says of the others why the study lacks what they need."""
    anchor = Dataset("checks", "", "sdtm", "", "", (), tuple(steps), {}, file="checks.yaml")
    out = []
    for number, step in enumerate(anchor.steps):
        own = Findings()
        resolver = CheckResolver(plan, anchor, own)
        made = resolver.step(step, number)
        if step.taken and not own.stops:
            for problem in _not_collected(plan, made):
                resolver.stop("SPEC-VARIABLE", f"{step.taken.id} looks at {problem}", LEAVE_OUT, step.line)
        if own.stops and step.taken and step.taken.by_group:
            plan.left_aside.setdefault(step.taken.id, []).append(own.stops[0].message)
            continue
        findings.extend(own)
        out.append(made)
    return out


def _not_collected(plan: Plan, made: StepPlan) -> Iterator[str]:
    """The variables that the check looks at, and that are blank on all records, each with the reason."""
    named = [(s.source, column) for s in made.selections for column in s.columns]
    named += [(j.target, j.name) for j in made.joined]
    named += [(r.target, r.name) for r in made.references if isinstance(r, BySubject)]
    for target, name in dict.fromkeys(named):
        dataset = plan.study.datasets.get(target)
        verb = dataset.variables[name].verb if dataset and name in dataset.variables else None
        if isinstance(verb, NotAvailable):
            yield f"{target}.{name}, which is not available: {verb.reason.removesuffix('.')}."


ON, OFF, ASIDE, NOT_TAKEN = "on", "off", "left aside", "not taken"


@dataclass(frozen=True)
class Standing:
    """How a check of the library stands in a study.

    state  ON; OFF: the study says why it does not take it; ASIDE: it came with its group, and the study lacks what it
           needs; NOT_TAKEN
    why    the reason, or what the study lacks; of a check that is asked of several datasets maybe of some of them
    """

    check: EditCheck
    state: str
    why: str = ""


def standing(plan: Plan) -> Iterator[Standing]:
    """Every check of the library, in its order."""
    on = {c.step.taken.id for c in plan.checks if c.step.taken}
    for id_, check in library().checks.items():
        lacking = " ".join(dict.fromkeys(plan.left_aside.get(id_, ())))
        if id_ in on:
            yield Standing(check, ON, lacking)
        elif id_ in plan.study.left_out:
            yield Standing(check, OFF, plan.study.left_out[id_])
        else:
            yield Standing(check, ASIDE if lacking else NOT_TAKEN, lacking)
