"""Check: the baseline."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Names, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "Within the subject and {by}, {base} is the {value} of the record with {flag} Y, and blank without one.",
    reach=OF_SUBJECT,
)
def baseline_value(
    data: Data, base: Variable, value: Variable, flag: Variable, by: Names, day: str = ""
) -> Iterator[Fault]:
    """``day``: the variable that tells which records come after day 1; on those it must not be blank."""
    said, found = data.text(base), data.text(value)
    group = pd.Series(data.groups(["USUBJID", *by]))
    flagged = (data[flag] == "Y").to_numpy()
    right = group.map(found[flagged].groupby(group[flagged]).first())
    shown = ["USUBJID", *(v for v in by if v in data), base]
    yield Fault((said != "").to_numpy() & right.isna().to_numpy(), shown, detail=f"no record has {flag} Y")
    other = (said != "") & right.notna() & (said != right)
    yield Fault(other.to_numpy(), shown, detail=f"it is not {value} of the record with {flag} Y")
    late = data.number(day) > 1 if day in data else pd.Series(False, index=range(len(data)))
    lacks = (said == "") & right.notna() & (right != "") & (found != "") & late & ~flagged
    yield Fault(np.asarray(lacks), shown, detail="it is blank after the baseline")
