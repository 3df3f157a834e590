"""What was answered, where it was asked."""

from __future__ import annotations

from typing import Annotated

from onespec.adam.methods._flags import yes_no
from onespec.engine.contract import Column, Group, Many, Report, TermOf
from onespec.engine.registry import method


@method(
    """{wanted} when a {value} of the subject is {wanted}, {other} when one is {other}; blank when there is neither,
and when there are both.""",
    reports=("ADAM-ANSWERS",),
)
def flag_answered(
    value: Many,
    group: Group,
    report: Report,
    wanted: Annotated[str, TermOf("value")] = "Y",
    other: Annotated[str, TermOf("value")] = "N",
) -> Column:
    """One of the two answers, or blank.

    Example::

        DRINKFL: {derived: flag_answered, with: {value: SU.SUOCCUR}}

        SU | USUBJID | SUOCCUR
           | 1       | N
           | 2       | Y
           | 3       | Y
           | 3       | N

        ADSL | USUBJID | DRINKFL
             | 1       | N
             | 2       | Y
             | 3       |
             | 4       |

        QUERY ADAM-ANSWERS, subject 3, no value: The subject's records answer in both ways, so the flag is blank.
    """
    said, denied = (value.some(value.column == answer)[group] for answer in (wanted, other))
    report.query(
        "ADAM-ANSWERS",
        "The subject's records answer in both ways, so the flag is blank.",
        "Find out which answer is right.",
        said & denied,
    )
    return yes_no(said).map({"Y": wanted, "N": other}).where(said != denied)
