"""Sequence number."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import in_order, number
from onespec.engine.contract import Column, Subject, Usual
from onespec.engine.groups import nth_of
from onespec.engine.registry import method

NO_COLUMNS: list[Column] = []


@method(
    "Number of the record within its subject, from 1, in ascending order of {by}, blanks first; texts by their "
    'characters ("10" before "2"). Records equal in all of these keep the order of the dataset\'s record steps and, '
    "within a step, of the source.",
    whole=True,
)
def sequence(subject: Subject, by: Annotated[list[Column], Usual(keys=True)] = NO_COLUMNS) -> Column:
    """Whole numbers, unique within a subject.  Records equal in all of ``by`` keep the order of the source.

    Blank sorts first.  Without ``by``: the dataset's keys.

    Example::

        AESEQ: {derived: sequence, with: {by: [AETERM, AESTDTC]}}

        AE | USUBJID | AETERM | AESTDTC    | AESEQ
           | 1       | Cough  | 2021-02-01 | 2
           | 1       | Asthma | 2021-03-01 | 1
           | 1       | Cough  | 2021-03-01 | 3
           | 2       | Cough  | 2021-01-01 | 1
    """
    order = in_order(subject, *by)
    out = np.empty(len(subject))
    out[order] = nth_of(subject.codes[order]) + 1
    return number(out)
