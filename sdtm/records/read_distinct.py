"""Long form: one record of those that have something in common."""

import numpy as np

from onespec.engine.columns import combinations
from onespec.engine.contract import Name, Rows, Selection
from onespec.engine.groups import first_of
from onespec.engine.registry import records


@records(
    "One record for each subject and {by} of {source}: its first row in ascending order of {order} (a blank first), of "
    "equal ones the first."
)
def read_distinct(source: Selection, by: list[Name], order: list[Name]) -> Rows:
    """In the order of the first rows of each.

    Example::

        - read_distinct: {from: ADRS, where: {PARAMCD: {IN: [STATED, COMPUTED]}}, by: [AVISITN], order: [PARAMN]}

        ADRS | USUBJID | PARAMCD  | PARAMN | AVISITN
             | 1       | COMPUTED | 2      | 1
             | 1       | COMPUTED | 2      | 2
             | 1       | STATED   | 1      | 1
             | 2       | STATED   | 1      | 1

        ADXX | USUBJID | ADRS.PARAMCD | ADRS.AVISITN
             | 1       | STATED       | 1
             | 1       | COMPUTED     | 2
             | 2       | STATED       | 1
    """
    group, first = combinations([source.subject, *(source.frame[name] for name in by)])
    row = first_of(group, len(first), *(source.frame[name] for name in order))
    row = row[np.argsort(first)]
    return Rows(source.subject.take(row), source=source.name, position=row)
