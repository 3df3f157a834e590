"""Check: the records that supplemental qualifiers, comments and relationships belong to."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable, known_in
from onespec.conformance.series import combinations, on_unique
from onespec.engine.registry import check

_SHOWN = ["RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL"]


@check(
    "{domain} is a dataset of the package, {variable} a variable of it, and a record of the subject has the "
    "value {value}."
)
def record_there(data: Data, domain: Variable, variable: Variable, value: Variable) -> Iterator[Fault]:
    """Without a variable the record belongs to the subject, who must be in the dataset.

    Without a value no record is looked for.
    """
    tables, subjects = data.package.tables, data["USUBJID"]
    shown = [v for v in _SHOWN if v in data]
    known = data[domain].isin(tables)
    yield Fault(data.filled(domain) & ~known, shown, detail="there is no such dataset")
    has = (
        on_unique(lambda d, v: float(d not in tables or v == "" or v in tables[d].frame), data[domain], data[variable])
        == 1
    )
    yield Fault(~has, shown, detail="the dataset has no such variable")
    codes, first = combinations([data[domain], data[variable]])
    missing = np.zeros(len(data), bool)
    for number, row in enumerate(first):
        name, by = data[domain].iloc[row], data[variable].iloc[row]
        if name in tables and (by == "" or by in tables[name].frame) and "USUBJID" in tables[name].frame:
            at = np.flatnonzero(codes == number)
            missing[at] = _missing(subjects.take(at), data[value].take(at), tables[name].frame, by)
    yield Fault(missing, shown, detail="there is no such record")


def _missing(subjects: pd.Series, values: pd.Series, other: pd.DataFrame, by: str) -> np.ndarray:
    """Where subject and value point nowhere in ``other``."""
    filled = (subjects != "").to_numpy()
    if not by:
        return filled & (known_in([subjects], [other["USUBJID"]]) < 0)
    mine, theirs = ([subjects, values], [other["USUBJID"], other[by]]) if filled.any() else ([values], [other[by]])
    return (values != "").to_numpy() & (known_in(mine, theirs) < 0)
