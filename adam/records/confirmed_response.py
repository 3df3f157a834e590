"""Confirmed response: the first CR or PR that a later assessment confirms.

RECIST 1.1, section 4.6: a confirmation is made not less than 4 weeks after the criteria are first met.
"""

from __future__ import annotations

from onespec.adam.records._choose import SOURCE, answer, first, one_each, owner
from onespec.adam.records._response import Assessments, Confirmation, confirmed
from onespec.engine.contract import Rows, Selection
from onespec.engine.registry import records


@records(
    """One record for each subject of {source}: Y with the date of the first confirmed response among the subject's
records of {assessments}; N without a date when no response is confirmed. A CR is confirmed by a CR, a PR by a CR or
PR, {confirmation_days} days or more later, when between the two stand only CR, PR, at most {most_ne} NE and at most
{most_sd} SD, and from the one to the other no PR or SD comes after a CR.""",
    produces={
        "AVALC": "Y when a response is confirmed, N otherwise.",
        "AVAL": "1 for Y, 0 for N.",
        "ADT": "Date of the first response that is confirmed later.",
        **SOURCE,
    },
)
def confirmed_response(source: Selection, assessments: Assessments, confirmation: Confirmation) -> Rows:
    """One record a record of the source, in its order.

    Example::

        - confirmed_response:
            from: ADSL
            assessments: {from: ADRS, date: ADT, response: AVALC}
            confirmation_days: 28
            most_ne: 1

        ADSL | USUBJID | TRTSDT
             | 1       | 2025-08-04
             | 2       | 2025-08-04

        ADRS | USUBJID | ADT        | AVALC
             | 1       | 2025-09-15 | PR
             | 1       | 2025-10-27 | CR
             | 2       | 2025-09-15 | PR
             | 2       | 2025-10-06 | PR

        ADCRSP | USUBJID | AVALC | AVAL | ADT
               | 1       | Y     | 1    | 2025-09-15
               | 2       | N     | 0    |
    """
    who = owner(source, assessments)
    stands = confirmed(who, assessments, confirmation)
    decides = first(who, assessments.dates, len(source.frame), stands)
    return one_each(source, [assessments], [decides], answer(decides))
