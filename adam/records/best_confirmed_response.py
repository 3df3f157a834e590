"""Best overall response, with confirmation of CR and PR (RECIST 1.1, section 4.6)."""

from __future__ import annotations

from onespec.adam.records._choose import SOURCE, owner
from onespec.adam.records._response import Assessments, Confirmation, best, confirmed
from onespec.engine.contract import NumberName, Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each subject of {source}, by the subject's records of {assessments}, with the first of these
that holds: CR when a CR is confirmed; PR when a PR is confirmed; SD when any is CR, PR or SD and dated {stable_days}
days or more after {start}; NON-CR/NON-PD when any is NON-CR/NON-PD and dated {stable_days} days or more after
{start}; PD when any is PD; NE when there is any assessment; MISSING otherwise. A CR is confirmed by a CR, a PR by a CR
or PR, {confirmation_days} days or more later, when between the two stand only CR, PR, at most {most_ne} NE and at most
{most_sd} SD, and from the one to the other no PR or SD comes after a CR.""",
    produces={
        "AVALC": "Best overall response.",
        "AVAL": "Rank of the response, 1 for the best.",
        "ADT": "Date of the first assessment that gives the response; missing for MISSING.",
        **SOURCE,
    },
)
def best_confirmed_response(
    source: Selection,
    start: NumberName,
    assessments: Assessments,
    stable_days: int,
    confirmation: Confirmation,
    order: list[str],
) -> Rows:
    """One record a record of the source, in its order.

    Example::

        - best_confirmed_response:
            from: ADSL
            start: TRTSDT
            assessments: {from: ADRS, date: ADT, response: AVALC}
            stable_days: 42
            confirmation_days: 28
            most_ne: 1
            order: [CR, PR, SD, NON-CR/NON-PD, PD, NE, MISSING]

        ADSL | USUBJID | TRTSDT
             | 1       | 2025-08-04
             | 2       | 2025-08-04

        ADRS | USUBJID | ADT        | AVALC
             | 1       | 2025-09-15 | PR
             | 1       | 2025-10-27 | PR
             | 2       | 2025-09-15 | PR
             | 2       | 2025-10-27 | PD

        ADBOR | USUBJID | AVALC | AVAL | ADT
              | 1       | PR    | 2    | 2025-09-15
              | 2       | SD    | 3    | 2025-09-15
    """
    stands = confirmed(owner(source, assessments), assessments, confirmation)
    return best(source, start, assessments, stable_days, order, stands)
