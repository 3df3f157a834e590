"""Check: values and the value-level metadata of define.xml."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import as_text, combinations, holds
from onespec.engine.registry import check
from onespec.engine.spec.define_reader import Define, Item


@check(
    "Each value meets the value-level metadata of define.xml whose condition its record meets: codelist, length, "
    "number.",
    reach=OF_SUBJECT,
)
def define_values(data: Data, define: Define) -> Iterator[Fault]:
    group = define.groups.get(data.name)
    for variable, items in group.values.items() if group else ():
        by = sorted({c.name for item in items for c in item.where})
        if variable not in data or not all(name in data for name in by):
            continue
        names = list(dict.fromkeys([*by, variable]))  # a condition may be on the variable itself
        codes, first = combinations([data[n] for n in names])  # a million results are some thousand distinct ones
        few = data.frame[names].take(first).reset_index(drop=True)
        value = as_text(few[variable])
        number = pd.to_numeric(value.where(value != "", None), errors="coerce").to_numpy(float)
        wrong = np.zeros(len(few), bool)
        for item in items:
            met = np.logical_and.reduce([np.ones(len(few), bool), *(holds(c, few[c.name]) for c in item.where)])
            at = np.flatnonzero(met)
            wrong[at] |= _breaks(item, value.take(at), number[at])
        yield Fault((wrong & (value != "").to_numpy())[codes], list(dict.fromkeys([variable, *by])))


def _breaks(item: Item, value: pd.Series, number: np.ndarray) -> np.ndarray:
    """Where a filled value, as text and as number, does not fit the item."""
    wrong = np.zeros(len(value), bool)
    if item.terms is not None:
        wrong |= ~value.isin(item.terms).to_numpy()
    if item.type in ("integer", "float"):
        wrong |= np.isnan(number) | (item.type == "integer") & (np.nan_to_num(number % 1) != 0)
    elif item.length:
        wrong |= (value.str.len() > item.length).to_numpy()
    return wrong
