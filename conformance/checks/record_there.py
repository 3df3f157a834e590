"""Check: the records that supplemental qualifiers, comments and relationships belong to."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Fault, Variable, known_in
from onespec.conformance.package import split_domain
from onespec.conformance.reach import Given, OfSubject
from onespec.conformance.records import Records
from onespec.conformance.series import combinations, on_unique
from onespec.engine.registry import check

_SHOWN = ["RDOMAIN", "USUBJID", "IDVAR", "IDVARVAL"]


def _all_of_subjects(data: Data, given: Given) -> bool:
    """What belongs to no subject is looked for among all, where its relationship names no subject at all."""
    return not data.world.has_nameless(data.name)


@check(
    "{domain} is a dataset of the package, {variable} a variable of it, and a record of the subject has the "
    "value {value}.",
    reach=OfSubject(when=_all_of_subjects),
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


class _Parts:
    """The records of a dataset, or of all the parts of a split domain (SDTMIG 3.4, 4.1.7)."""

    def __init__(self) -> None:
        self.frames: list[pd.DataFrame | Records] = []

    def __contains__(self, variable: str) -> bool:
        return any(variable in frame for frame in self.frames)

    def columns(self, names: list[str]) -> pd.DataFrame:
        return pd.concat([f[[n for n in names if n in f]] for f in self.frames], ignore_index=True)


def _by_domain(data: Data) -> dict[str, _Parts]:
    """The records of each dataset, and of each split domain those of all its parts."""
    out: dict[str, _Parts] = {}
    for name, table in data.package.tables.items():
        out[name] = _Parts()
        out[name].frames.append(table.frame)
    for name, table in data.package.tables.items():
        if split_domain(name):
            out.setdefault(split_domain(name), _Parts()).frames.append(table.frame)
    return out


def _missing(subjects: pd.Series, values: pd.Series, parts: _Parts, by: str) -> np.ndarray:
    """Where subject and value point nowhere in ``parts``."""
    filled = (subjects != "").to_numpy()
    other = parts.columns(list(dict.fromkeys(["USUBJID", by] if by else ["USUBJID"])))
    if not by:
        return filled & (known_in([subjects], [other["USUBJID"]]) < 0)
    mine, theirs = ([subjects, values], [other["USUBJID"], other[by]]) if filled.any() else ([values], [other[by]])
    return (values != "").to_numpy() & (known_in(mine, theirs) < 0)
