"""Best overall response, confirmation not required."""

from __future__ import annotations

from onespec.adam.records._choose import SOURCE
from onespec.adam.records._response import Assessments, best
from onespec.engine.contract import NumberName, Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each subject of {source}, by the subject's records of {assessments}, with the first of these
that holds: CR when any is CR; PR when any is PR; SD when any is CR, PR or SD and dated {stable_days} days or more
after {start}; NON-CR/NON-PD when any is NON-CR/NON-PD and dated {stable_days} days or more after {start}; PD when
any is PD; NE when there is any; MISSING otherwise.""",
    produces={
        "AVALC": "Best overall response.",
        "AVAL": "Rank of the response, 1 for the best.",
        "ADT": "Date of the first assessment that gives the response; missing for MISSING.",
        **SOURCE,
    },
)
def best_response(
    source: Selection, start: NumberName, assessments: Assessments, stable_days: int, order: list[str]
) -> Rows:
    return best(source, start, assessments, stable_days, order)
