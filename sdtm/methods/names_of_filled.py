"""Which of several values are filled."""

from functools import reduce

from onespec.engine.columns import blank, text
from onespec.engine.contract import Column
from onespec.engine.registry import method


@method("The {names} of those of {values} that are not blank (in this order), joined by {joined_by}.")
def names_of_filled(values: list[Column], names: list[str], joined_by: str) -> Column:
    """Character; blank when none of them is filled.  Raises ValueError for another number of names than of values.

    Example::

        DVSRC: {derived: names_of_filled, with: {values: [DVSPID, DVRULE], names: [CRF, RULE], joined_by: " AND "}}

        DV | DVSPID | DVRULE | DVSRC
           | 1      |        | CRF
           |        | DOSE   | RULE
           | 2      | DOSE   | CRF AND RULE
           |        |        |
    """
    if len(names) != len(values):
        raise ValueError(f"{len(values)} values have {len(names)} names")
    named = [text(name, len(value)).mask(blank(value), "") for name, value in zip(names, values, strict=True)]
    return reduce(lambda one, two: one + text(joined_by, len(one)).mask((one == "") | (two == ""), "") + two, named)
