"""Long form: the first row of each thing that a subject's rows tell of."""

import numpy as np
import pandas as pd

from onespec.engine.columns import Name, Report, Rows, Selection
from onespec.engine.registry import records


@records("One record for the subject's first row of {source}, in ascending order of {order}, for each value of {by}.")
def read_first(source: Selection, by: list[Name], order: Name, report: Report, same: list[Name] | None = None) -> Rows:
    """The first row of each subject and ``by``; rows equal in ``order`` keep the order of the source.

    A row without a value in ``order`` comes last.  ``same`` names fields that the later rows
    repeat; where they say something else than the first row, it is reported.
    """
    frame = source.frame
    keys = frame[["SUBJECT", *by, order]].assign(LAST=frame[order].isna() | (frame[order] == ""))
    keys = keys.sort_values(["LAST", order], kind="stable")
    first = keys.drop_duplicates(["SUBJECT", *by]).index.to_numpy()
    group = keys.groupby(["SUBJECT", *by]).ngroup().sort_index().to_numpy()
    of_group = np.empty(len(first), np.intp)
    of_group[group[first]] = first
    for field in same or []:
        _compare(frame[field], frame[field].take(of_group[group]).set_axis(frame.index), field, ", ".join(by), report)
    position = np.sort(first)
    return Rows(source.subject.take(position).reset_index(drop=True), source=source.name, position=position)


def _compare(now: pd.Series, first: pd.Series, field: str, by: str, report: Report) -> None:
    report.query(
        "NOT-THE-SAME", f"{field} is not what the subject's first row of the same {by} says; the first row counts.",
        "Ask the site which row is right.", ((now != first) & (now != "")).to_numpy(), now,
    )
