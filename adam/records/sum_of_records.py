"""The sum of a subject's records: one record a subject."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import combinations
from onespec.engine.contract import NumberName, Rows, Selection
from onespec.engine.groups import Many
from onespec.engine.registry import records


@records(
    """One record for each subject among the records of {source} with a {value}, on the first of them.""",
    produces={"AVAL": "Sum of {value} over the records of the subject."},
)
def sum_of_records(source: Selection, value: NumberName) -> Rows:
    """Records without a value are left out.

    Example::

        - sum_of_records: {from: ADEX, where: {PARAMCD: DOSE}, value: AVAL, set: {PARAMCD: CUMDOSE}}

        ADEX | USUBJID | PARAMCD | AVAL
             | 1       | DOSE    | 100
             | 1       | DOSE    | 50
             | 2       | DOSE    |
             | 3       | DOSE    | 0

        ADXX | USUBJID | PARAMCD | AVAL
             | 1       | CUMDOSE | 150
             | 3       | CUMDOSE | 0
    """
    values = source.frame[value]
    group, first = combinations([source.subject])
    of = Many(values, group, len(first))
    stands = of.first(keep=values.notna())
    there = np.flatnonzero(stands >= 0)
    return Rows(source.subject.take(stands[there]), {"AVAL": of.total(values).take(there)}, source.name, stands[there])
