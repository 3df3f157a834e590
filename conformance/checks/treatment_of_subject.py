"""Check: treatments that the subject has."""

import re
from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import position_in, take
from onespec.engine.registry import check


@check("{treatment} is one of the treatments of the subject in {dataset}, whose names end in {kind}.", reach=OF_SUBJECT)
def treatment_of_subject(data: Data, treatment: Variable, dataset: str, kind: str) -> Iterator[Fault]:
    """``kind``: P planned, A actual, of TRTxxP and TRTxxA (ADaMIG 1.3, 3.3.2)."""
    subjects = data.dataset(dataset)
    names = [c for c in map(str, subjects) if re.fullmatch(rf"TRT\d\d{kind}", c)]
    if names and "USUBJID" in subjects:
        at = position_in(data["USUBJID"], subjects["USUBJID"])
        has = np.logical_or.reduce([np.asarray(data[treatment] == take(subjects[n], at)) for n in names])
        yield Fault(data.filled(treatment).to_numpy() & (at >= 0) & ~has, [treatment])
