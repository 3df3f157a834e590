"""Check: a flag that stands once."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("At most one record of a subject and {by} has {flag} Y.", reach=OF_SUBJECT)
def flag_once(data: Data, flag: Variable, by: Names) -> Iterator[Fault]:
    """Every flagged record but the first is at fault; a variable of ``by`` that is not there does not count."""
    at = np.flatnonzero(data[flag] == "Y")
    group = data.groups(["USUBJID", *by])[at]
    yield Fault(at[pd.Series(group).duplicated().to_numpy()], ["USUBJID", *(v for v in by if v in data), flag])
