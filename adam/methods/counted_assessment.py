"""Which response assessments count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from onespec.adam.methods._dates import complete
from onespec.adam.methods._flags import yes
from onespec.engine.contract import Bundle, Column, Report, Subject
from onespec.engine.registry import method


@dataclass(frozen=True)
class Assessment(Bundle):
    """The columns of a response assessment: its parameter, date, response, and sequence number."""

    parameter: Column
    date: Column
    response: Column
    sequence: Column


@dataclass(frozen=True)
class Evaluable(Bundle):
    """From when to when (ISO 8601) a subject's assessments may count, and whether there is a baseline (Y)."""

    start: Column
    baseline: Column
    until: str


@method(
    """Y when all of these hold, blank otherwise: {baseline} is Y; {date} is on or after {start} and not after
{until}; among the subject's records of the same {parameter} and date, {response} is the worst in the order {order}
(best to worst) and, of equal ones, {sequence} is the highest; no earlier record that counts is {progression}.""",
    reports=("ADAM-RESPONSE",),
)
def counted_assessment(
    assessment: Assessment, evaluable: Evaluable, order: list[str], progression: str, subject: Subject, report: Report
) -> Column:
    date, response = assessment.date, assessment.response
    rank = pd.Index(order).get_indexer(pd.Index(response))
    report.query(
        "ADAM-RESPONSE",
        "The response is none of those that have a rank, so the assessment does not count.",
        "Correct the response, or add it to the order.",
        (rank < 0) & (response != "").to_numpy(),
        response,
    )
    group = pd.MultiIndex.from_arrays([subject, assessment.parameter]).factorize()[0]
    in_time = (date >= evaluable.start) & (date <= complete(evaluable.until))
    counts = (evaluable.baseline == "Y") & in_time & (rank >= 0)
    rows = np.flatnonzero(counts)
    frame = pd.DataFrame(
        {
            "group": group[rows],
            "date": date.to_numpy()[rows],
            "rank": rank[rows],
            "sequence": assessment.sequence.to_numpy()[rows],
        }
    )
    frame = frame.sort_values(["group", "date", "rank", "sequence"], kind="stable").drop_duplicates(
        ["group", "date"], keep="last"
    )
    progressed = (frame["rank"] == order.index(progression)).astype("int64")
    frame = frame[progressed.groupby(frame["group"]).cumsum() - progressed == 0]
    flag = np.zeros(len(date), bool)
    flag[rows[frame.index]] = True
    return yes(flag)
