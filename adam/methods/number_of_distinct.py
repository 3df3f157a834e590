"""How many different values a subject has."""

from __future__ import annotations

from onespec.engine.columns import blank, number
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("The number of different values of {value} among the subject's records, missing ones left out; 0 without any.")
def number_of_distinct(value: Many, group: Group) -> Column:
    counts = value[~blank(value)].groupby(level=0).nunique()
    return number(group.map(counts).fillna(0).to_numpy())
