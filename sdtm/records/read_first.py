"""Long form: the first row of each thing that a subject's rows tell of."""

import numpy as np

from onespec.engine.columns import Name, Rows, Selection
from onespec.engine.registry import records


@records("One record for the subject's first row of {source}, in ascending order of {order}, for each value of {by}.")
def read_first(source: Selection, by: list[Name], order: Name) -> Rows:
    """The first row of each subject and ``by``; rows equal in ``order`` keep the order of the source.

    A row without a value in ``order`` comes last.
    """
    keys = source.frame[["SUBJECT", *by, order]].copy()
    keys["LAST"] = keys[order].isna() | (keys[order] == "")
    first = keys.sort_values(["LAST", order], kind="stable").drop_duplicates(["SUBJECT", *by])
    position = np.sort(first.index.to_numpy())
    return Rows(source.subject.take(position).reset_index(drop=True), source=source.name, position=position)
