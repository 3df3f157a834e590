"""Check: the order of variables."""

from collections.abc import Iterator
from itertools import pairwise

from onespec.conformance.data import Data, Fault
from onespec.engine.registry import check

OF_THE_MODEL = 10_000  # variables that the guide does not list for the dataset have no place of their own


@check("Variables that the guide lists for the dataset stand in its order.")
def variable_order(data: Data) -> Iterator[Fault]:
    known = [
        (data.facts[name].order, name)
        for name in data.frame.columns
        if name in data.facts and data.facts[name].order < OF_THE_MODEL
    ]
    for (order, name), (following, other) in pairwise(known):
        if following < order:
            yield Fault(None, [other], detail=f"{other} stands after {name}")
