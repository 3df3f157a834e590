"""Check: the size of target lesions at baseline."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variable, known_in
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("The baseline {result} of a lesion that TU identifies as {role} is at least {at_least}.", reach=OF_SUBJECT)
def lesion_size(
    data: Data, result: Variable, link: Variable, flag: Variable, role: str, at_least: float
) -> Iterator[Fault]:
    """``at_least`` in the unit of the result (mm).  RECIST 1.1 (Eisenhauer, Eur J Cancer 2009;45:228), section 3.1."""
    identified = data.dataset("TU")
    if not {"USUBJID", "TULNKID", "TUSTRESC"} <= set(identified):
        return
    identified = identified[["USUBJID", "TULNKID", "TUSTRESC"]]
    targets = identified[identified["TUSTRESC"] == role]
    target = known_in([data["USUBJID"], data[link]], [targets["USUBJID"], targets["TULNKID"]]) >= 0
    yield Fault(target & np.asarray((data[flag] == "Y") & (data[result] < at_least)), ["USUBJID", link, result])
