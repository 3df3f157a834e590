"""Which response assessments count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from onespec.adam.methods._dates import complete
from onespec.adam.methods._flags import yes
from onespec.engine.columns import combinations, position_in, text
from onespec.engine.contract import Bundle, Column, Many, Report, Subject, TermOf
from onespec.engine.groups import last_of
from onespec.engine.registry import method


@dataclass(frozen=True)
class Assessment(Bundle):
    """The columns of a response assessment: its parameter, date, response, and sequence number."""

    parameter: Column
    date: Column
    response: Column
    sequence: Column


@dataclass(frozen=True)
class Order(Bundle):
    """The responses from best to worst, and those with a meaning of their own.

    progression     nothing counts after it
    not_evaluable   another response of the same day counts before it
    """

    order: list[Annotated[str, TermOf("response")]]
    progression: Annotated[str, TermOf("response")]
    not_evaluable: Annotated[str, TermOf("response")] = "NE"


@dataclass(frozen=True)
class Evaluable(Bundle):
    """From when to when (ISO 8601) a subject's assessments may count, and whether there is a baseline (Y)."""

    start: Column
    baseline: Column
    until: str


@method(
    """Y when all of these hold, blank otherwise: {baseline} is Y; {date} is on or after {start} and not after
{until}; among the subject's records of the same {parameter} and date, {response} is the worst in the order {order}
(best to worst), {not_evaluable} only where there is no other one, and, of equal ones, {sequence} is the highest; no
earlier record that counts is {progression}.""",
    reports=("ADAM-RESPONSE",),
)
def counted_assessment(
    assessment: Assessment, evaluable: Evaluable, ranked: Order, subject: Subject, report: Report
) -> Column:
    """Y or blank.

    Example::

        ANL01FL:
          derived: counted_assessment
          with:
            parameter: PARAMCD
            date: ADT
            response: AVALC
            sequence: RSSEQ
            start: TRTSDT
            baseline: MEASFL
            until: 2025-12-31
            order: [CR, PR, SD, PD]
            progression: PD

        ADRS | USUBJID | PARAMCD | ADT        | AVALC | RSSEQ | TRTSDT     | MEASFL | ANL01FL
             | 1       | OVRLRESP | 2025-08-01 | SD    | 1     | 2025-08-04 | Y      |
             | 1       | OVRLRESP | 2025-09-15 | PR    | 2     | 2025-08-04 | Y      | Y
             | 1       | OVRLRESP | 2025-10-27 | SD    | 3     | 2025-08-04 | Y      |
             | 1       | OVRLRESP | 2025-10-27 | PD    | 4     | 2025-08-04 | Y      | Y
             | 1       | OVRLRESP | 2025-12-08 | SD    | 5     | 2025-08-04 | Y      |
    """
    if ranked.progression not in ranked.order:
        raise ValueError(f"the order of responses lacks {ranked.progression}, the progression")
    date, response = assessment.date, assessment.response
    rank = position_in(response, text(ranked.order))
    report.query(
        "ADAM-RESPONSE",
        "The response is none of those that have a rank, so the assessment does not count.",
        "Correct the response, or add it to the order.",
        (rank < 0) & response.notna(),
        response,
    )
    in_time = (date >= evaluable.start) & (date <= complete(evaluable.until))
    counts = (evaluable.baseline == "Y") & in_time & (rank >= 0)
    of_a_day, days = combinations([subject, assessment.parameter, date])
    evaluable_rank = np.where(response == ranked.not_evaluable, -1, rank)
    worst = last_of(of_a_day, len(days), evaluable_rank, assessment.sequence.to_numpy(), keep=counts)
    worst = worst[worst >= 0]
    group, groups = combinations([subject.take(worst), assessment.parameter.take(worst)])
    found = date.take(worst)
    progressed = Many(found, group, len(groups)).least(found.where(response.take(worst) == ranked.progression))
    flag = np.zeros(len(date), bool)
    flag[worst] = ~(found > progressed[group])
    return yes(flag)
