"""One background colour a domain: the same on all forms, and another one for each domain of one form."""

from __future__ import annotations

from onespec.define.acrf.annotations import Annotation
from onespec.define.acrf.drawn import drawn_forms
from onespec.engine.plan.references import Plan

Colour = tuple[float, float, float]
PLAIN: Colour = (0.94, 0.94, 0.94)  # of what names no dataset
PALETTE: tuple[Colour, ...] = (
    (0.75, 0.90, 1.00),
    (1.00, 1.00, 0.59),
    (0.59, 1.00, 0.59),
    (1.00, 0.75, 0.61),
    (0.87, 0.80, 1.00),
    (1.00, 0.80, 0.90),
    (0.70, 1.00, 0.93),
    (0.93, 0.87, 0.72),
)


def colours(plan: Plan, found: tuple[Annotation, ...]) -> dict[str, Colour]:
    """Dataset -> its colour; a SUPP-- dataset has its parent's, "" the colour of remarks.

    Forms are gone through in order; a domain takes the first colour that no other domain of its forms has.
    Beyond as many domains on one form as there are colours, they begin again.
    """
    parents = {d.name: d.parent or d.name for d in plan.study.datasets.values()}
    drawn = {name: form.names[0] for form in drawn_forms(plan.study) for name in form.names}
    forms: dict[str, dict[str, None]] = {}
    for each in found:
        if each.dataset:
            forms.setdefault(drawn[each.form], {})[parents.get(each.dataset, each.dataset)] = None
    given: dict[str, Colour] = {}
    for domains in forms.values():
        for domain in (d for d in domains if d not in given):
            beside = {given[other] for each in forms.values() if domain in each for other in each if other in given}
            free = [colour for colour in PALETTE if colour not in beside]
            given[domain] = (free or PALETTE)[0]
    out = {each.dataset: given[parents.get(each.dataset, each.dataset)] for each in found if each.dataset}
    return out | {"": PLAIN}
