"""Check: variables that the standard's model of the class has."""

import re
from collections.abc import Iterator

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check


@check(
    "The standard gives the dataset, or its class, a variable of this name; TSVAL and COVAL continue in numbered ones "
    "(SDTMIG 3.4, 4.5.3.2)."
)
def variable_known(data: Data) -> Iterator[Fault]:
    numbered = data.fact.numbered if data.fact else ""
    for name in data.frame.columns if data.facts else ():
        further = numbered and re.fullmatch(f"{numbered}[1-9]", name)
        if name not in data.facts and not further:
            yield Fault(None, [name], detail=name)
