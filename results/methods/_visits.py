"""The visits of an analysis, in their order."""

from __future__ import annotations

import numpy as np

from onespec.results.contract import Source


def visits_of(source: Source, visit: str, order: str) -> list[str]:
    """The names of visits by their numbers; records without a visit belong to none.

    Errors: ValueError for a visit without a number, or with two.
    """
    names, numbers = source.text(visit), source.number(order)
    found: dict[str, float] = {}
    for name in sorted(set(names) - {""}):
        own = np.unique(numbers[names == name])
        if own.size != 1 or np.isnan(own[0]):
            said = "no number" if np.isnan(own).any() else f"the numbers {', '.join(f'{n:g}' for n in own)}"
            raise ValueError(f"{source.dataset}: {visit} {name} has {said} in {order}")
        found[name] = float(own[0])
    return sorted(found, key=lambda name: (found[name], name))
