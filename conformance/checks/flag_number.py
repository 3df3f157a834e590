"""Check: the number of a flag."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check(
    "{numbers} are 1 where the flag of the same name is Y, 0 where it is N, and blank where it is blank.",
    reach=OF_SUBJECT,
)
def flag_number(data: Data, numbers: Variables) -> Iterator[Fault]:
    """A flag XFL has the number XFN."""
    for name in numbers:
        flag = f"{name[:-1]}L"
        if flag not in data:
            yield Fault(None, [name], detail=f"there is no {flag}")
            continue
        right = data.text(flag).map({"Y": "1", "N": "0", "": ""})
        yield Fault(np.asarray(data.text(name) != right), [flag, name], detail=f"{flag} says otherwise")
