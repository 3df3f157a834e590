"""Check: a date and what a domain says of the subject."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Reference, Variable
from onespec.conformance.iso import SAS_EPOCH, day_number
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("{date} is the day of {reference} of the subject, where both are, and that is complete.", reach=OF_SUBJECT)
def date_of_subject_agrees(data: Data, date: Variable, reference: Reference) -> Iterator[Fault]:
    collected = data.of_subject(reference)
    right = day_number(collected) - SAS_EPOCH
    wrong = right.notna() & data.number(date).notna() & (data.number(date) != right)
    yield Fault(np.asarray(wrong), [date], detail=right, others={reference: collected})
