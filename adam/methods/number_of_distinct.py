"""How many different values a subject has."""

from __future__ import annotations

import numpy as np

from onespec.engine.columns import blank, combinations, number
from onespec.engine.contract import Column, Group, Many
from onespec.engine.registry import method


@method("The number of different values of {value} among the subject's records, missing ones left out; 0 without any.")
def number_of_distinct(value: Many, group: Group) -> Column:
    _, first = combinations([value.group, value.column])
    counts = np.bincount(value.group[first[~blank(value.column)[first]]], minlength=value.groups)
    return number(counts[group])
