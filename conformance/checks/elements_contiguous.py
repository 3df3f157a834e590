"""Check: elements follow one another."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.iso import day_number
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import text
from onespec.engine.registry import check


@check(
    "Within a subject each {start} is the {end} of the element before; only the last element may be open.",
    reach=OF_SUBJECT,
)
def elements_contiguous(data: Data, start: Variable, end: Variable) -> Iterator[Fault]:
    """A day on which one element ends may be the day before the next begins (SDTMIG 3.4, section 5.3)."""
    columns = {"USUBJID": data["USUBJID"], start: data[start], end: data[end]}
    order = pd.DataFrame(columns).sort_values(["USUBJID", start], kind="stable")
    before = order.groupby("USUBJID")[end].shift()
    follows = order["USUBJID"].eq(order["USUBJID"].shift()).to_numpy()
    n = np.minimum(order[start].str.len(), before.str.len().fillna(0)).astype(int)
    same = np.array(
        [a[:k] == b[:k] and k > 0 for a, b, k in zip(order[start], before.fillna(""), n, strict=True)], bool
    )  # three records a subject
    gap = day_number(order[start]) - day_number(text(before))
    wrong = follows & ~same & ~(gap == 1).to_numpy()
    yield Fault(np.sort(order.index[wrong]), [start])
