"""How many records a subject has: one record a subject."""

from __future__ import annotations

from onespec.engine.columns import combinations, number, position_in
from onespec.engine.contract import Rows, Selection
from onespec.engine.groups import Many
from onespec.engine.registry import records


@records(
    """One record for each subject among the records of {source}, on the first of them.""",
    produces={"AVAL": "Number of records of {of} of the subject; 0 without any."},
)
def count_of_records(source: Selection, of: Selection) -> Rows:
    """``source`` says who has a number at all, ``of`` what is counted.

    Example::

        - count_of_records:
            from: ADEX
            where: {PARAMCD: DOSE}
            of: {from: ADEX, where: {PARAMCD: DOSE, AVAL: {GT: 0}}}
            set: {PARAMCD: NCYC}

        ADEX | USUBJID | PARAMCD | AVAL
             | 1       | DOSE    | 100
             | 1       | DOSE    | 50
             | 1       | DOSE    | 0
             | 2       | DOSE    | 0

        ADXX | USUBJID | PARAMCD | AVAL
             | 1       | NCYC    | 2
             | 2       | NCYC    | 0
    """
    _, first = combinations([source.subject])
    subject = source.subject.take(first)
    owner = position_in(of.subject, subject)
    counted = Many(of.subject, owner[owner >= 0], len(first)).count(owner[owner >= 0] >= 0)
    return Rows(subject, {"AVAL": number(counted)}, source.name, first)
