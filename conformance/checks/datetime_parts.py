"""Check: a datetime and its date and time."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import is_number
from onespec.engine.registry import check

_DAY = 86_400


@check(
    "The date and the time of the name of each of {datetimes} are its parts; a datetime without its date is none.",
    reach=OF_SUBJECT,
)
def datetime_parts(data: Data, datetimes: Variables) -> Iterator[Fault]:
    """XDTM goes with XDT (days) and XTM (seconds of the day)."""
    for name in datetimes:
        if not is_number(data[name]):
            continue
        for other, part in ((name[:-1], data[name] // _DAY), (f"{name[:-3]}TM", data[name] % _DAY)):
            if other in data and is_number(data[other]):
                apart = (data[other] != part) & data[name].notna()
                yield Fault(np.asarray(apart), [name, other], detail=other)
