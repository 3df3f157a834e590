"""Check: visits."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Reference, Variable, known_in
from onespec.conformance.reach import Given, OfSubject
from onespec.engine.registry import check


def _planned_for_all(data: Data, given: Given) -> bool:
    return not data.in_parts(given["planned"].partition(".")[0])


@check(
    "{number} and {visit} are a visit of {planned}, or an unscheduled one, whose number and name are not planned.",
    reach=OfSubject(when=_planned_for_all),
)
def visit_planned(data: Data, number: Variable, visit: Variable, planned: Reference) -> Iterator[Fault]:
    """A visit of which the number is planned and the name is not, or the other way round, is at fault."""
    schedule = data.dataset(planned.partition(".")[0])
    if not {number, visit} <= set(schedule):
        return
    pair = known_in([data[number], data[visit]], [schedule[number], schedule[visit]]) >= 0
    part = (known_in([data[number]], [schedule[number]]) >= 0) | (known_in([data[visit]], [schedule[visit]]) >= 0)
    yield Fault(np.asarray(data.filled(number) & data.filled(visit)) & ~pair & part, [number, visit])
