"""Check: the records that supplemental qualifiers, comments and relationships belong to."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable, known_in
from onespec.conformance.package import split_domain
from onespec.conformance.series import combinations, on_unique
from onespec.engine.registry import check

_SHOWN = ["RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL"]


@check(
    "{domain} is a dataset of the package, {variable} a variable of it, and a record of the subject has the "
    "value {value}."
)
def record_there(data: Data, domain: Variable, variable: Variable, value: Variable) -> Iterator[Fault]:
    """Without a variable the record belongs to the subject, who must be in the dataset.

    Without a value no record is looked for.  Blanks around a value do not count: a number may be right-aligned.
    """
    tables, subjects = _by_domain(data), data["USUBJID"]
    shown = [v for v in _SHOWN if v in data]
    known = data[domain].isin(tables)
    yield Fault(data.filled(domain) & ~known, shown, detail="there is no such dataset")
    has = on_unique(lambda d, v: float(d not in tables or v == "" or v in tables[d]), data[domain], data[variable]) == 1
    yield Fault(~has, shown, detail="the dataset has no such variable")
    codes, first = combinations([data[domain], data[variable]])
    missing = np.zeros(len(data), bool)
    for number, row in enumerate(first):
        name, by = data[domain].iloc[row], data[variable].iloc[row]
        if name in tables and (by == "" or by in tables[name]) and "USUBJID" in tables[name]:
            at = np.flatnonzero(codes == number)
            missing[at] = _missing(subjects.take(at), data[value].str.strip().take(at), tables[name], by)
    yield Fault(missing, shown, detail="there is no such record")


def _by_domain(data: Data) -> dict[str, pd.DataFrame]:
    """The records of each dataset, and of each split domain those of all its parts (SDTMIG 3.4, 4.1.7)."""
    frames = {name: table.frame for name, table in data.package.tables.items()}
    parts: dict[str, list[pd.DataFrame]] = {}
    for name, frame in frames.items():
        if split_domain(name):
            parts.setdefault(split_domain(name), []).append(frame)
    whole = {domain: [*([frames[domain]] if domain in frames else []), *found] for domain, found in parts.items()}
    return frames | {domain: pd.concat(found, ignore_index=True) for domain, found in whole.items()}


def _missing(subjects: pd.Series, values: pd.Series, other: pd.DataFrame, by: str) -> np.ndarray:
    """Where subject and value point nowhere in ``other``."""
    filled = (subjects != "").to_numpy()
    if not by:
        return filled & (known_in([subjects], [other["USUBJID"]]) < 0)
    mine, theirs = ([subjects, values], [other["USUBJID"], other[by]]) if filled.any() else ([values], [other[by]])
    return (values != "").to_numpy() & (known_in(mine, theirs) < 0)
