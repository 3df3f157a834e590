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
{start}; PD when any is PD; NE when there is any; MISSING otherwise. A CR is confirmed by a CR, a PR by a CR or PR,
{confirmation_days} days or more later, when between the two stand only CR, PR, at most {most_ne} NE and at most
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
    stands = confirmed(owner(source, assessments), assessments, confirmation)
    return best(source, start, assessments, stable_days, order, stands)
