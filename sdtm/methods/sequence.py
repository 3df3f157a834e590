"""Sequence number."""

import numpy as np
import pandas as pd

from onespec.engine.columns import number
from onespec.engine.contract import Column, Subject
from onespec.engine.registry import method


@method(
    "Number of the record within its subject, from 1, in ascending order of {by}, blanks first; texts by their "
    'characters ("10" before "2"). Records equal in all of these keep the order of the dataset\'s record steps and, '
    "within a step, of the source.",
    whole=True,
)
def sequence(by: list[Column], subject: Subject) -> Column:
    """Whole numbers, unique within a subject.  Records equal in all of ``by`` keep the order of the source.

    Blank sorts first.
    """
    keys = [pd.factorize(column, sort=True)[0] for column in (subject, *by)]
    order = np.lexsort(keys[::-1])
    sorted_subject = pd.Series(keys[0][order])
    out = np.empty(len(subject))
    out[order] = sorted_subject.groupby(sorted_subject).cumcount() + 1
    return number(out)
