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
any is PD; NE when there is any assessment; MISSING otherwise.""",
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
    """One record a record of the source, in its order.

    Example::

        - best_response:
            from: ADSL
            start: TRTSDT
            assessments: {from: ADRS, date: ADT, response: AVALC}
            stable_days: 42
            order: [CR, PR, SD, NON-CR/NON-PD, PD, NE, MISSING]

        ADSL | USUBJID | TRTSDT
             | 1       | 2025-08-04
             | 2       | 2025-08-04
             | 3       | 2025-08-04

        ADRS | USUBJID | ADT        | AVALC
             | 1       | 2025-09-15 | SD
             | 1       | 2025-10-27 | PR
             | 2       | 2025-08-25 | SD
             | 2       | 2025-10-06 | PD

        ADBOR | USUBJID | AVALC   | AVAL | ADT
              | 1       | PR      | 2    | 2025-10-27
              | 2       | PD      | 5    | 2025-10-06
              | 3       | MISSING | 7    |
    """
    return best(source, start, assessments, stable_days, order)
