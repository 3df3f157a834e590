"""Check: the dates that flags of imputation are about."""

from collections.abc import Iterator

import numpy as np

from onespec.conformance.data import Data, Fault, Variables
from onespec.conformance.reach import OF_SUBJECT
from onespec.engine.registry import check


@check("Each of {flags} has its date or time, and is filled only where that is.", reach=OF_SUBJECT)
def imputation_root(data: Data, flags: Variables) -> Iterator[Fault]:
    """XDTF is about XDT, XTMF about XTM; either about XDTM."""
    for name in flags:
        roots = [r for r in (name[:-1], f"{name[:-3]}DTM") if r in data]
        if not roots:
            yield Fault(None, [name], detail=f"there is no {name[:-1]}")
            continue
        filled = np.logical_or.reduce([data.filled(r).to_numpy() for r in roots])
        yield Fault(data.filled(name).to_numpy() & ~filled, [roots[0], name], detail=f"{roots[0]} is blank")
