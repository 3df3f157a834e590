"""Check: the reference range indicator."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "{indicator} is LOW where {result} is below {low}, HIGH where it is above {high}, else NORMAL; without "
    "limits it is neither LOW nor HIGH.",
    reach=OF_SUBJECT,
)
def range_indicator(
    data: Data, indicator: Variable, result: Variable, low: Variable, high: Variable
) -> Iterator[Fault]:
    """Only numeric results are looked at, and only indicators of these three words."""
    x, lo, hi, said = data[result], data[low], data[high], data[indicator]
    right = np.select(
        [(x < lo).to_numpy(), (x > hi).to_numpy(), (lo.notna() | hi.notna()).to_numpy()], ["LOW", "HIGH", "NORMAL"], ""
    )
    open_ = (lo.isna() & hi.isna() & (said == "NORMAL")).to_numpy()  # the laboratory may say so without its limits
    yield Fault(
        ~open_
        & (x.notna() & said.isin(["LOW", "HIGH", "NORMAL", ""])).to_numpy()
        & (said.to_numpy(object) != right.astype(object)),
        [indicator, result, low, high],
    )
