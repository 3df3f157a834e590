"""One of several values, by the case."""

from __future__ import annotations

from typing import Annotated

from onespec.engine.columns import blanks
from onespec.engine.contract import Column, TermOf
from onespec.engine.registry import method


@method("Of {values} the one in the place that {case} has in {cases}; blank when it has none.")
def value_of_case(case: Column, cases: list[Annotated[str, TermOf("case")]], values: list[Column]) -> Column:
    """Character or number as the values are.

    Example::

        DIFFRULE: {derived: value_of_case, with: {case: PART, cases: [MEASURED, OTHER], values: [RULE1, RULE2]}}

        ADXX | PART     | RULE1       | RULE2    | DIFFRULE
             | MEASURED | ABOVE NADIR | ALL GONE | ABOVE NADIR
             | OTHER    | ABOVE NADIR | ALL GONE | ALL GONE
             | NEITHER  | ABOVE NADIR | ALL GONE |
    """
    if len(cases) != len(values):
        raise ValueError(f"{len(cases)} cases have {len(values)} values")
    out = blanks(len(case), like_number=values[0].is_number)
    for each, value in zip(cases, values, strict=True):
        out = out.mask(case == each, value)
    return out
