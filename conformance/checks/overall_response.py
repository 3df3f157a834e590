"""Check: the overall response of an assessment."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from onespec.conformance.data import Data, Facts, Fault, Variable, known_in
from onespec.conformance.reach import OF_SUBJECT
from onespec.conformance.series import on_unique, take, text
from onespec.engine.registry import check

ANY = "*"


@check(
    "The {result} of OVRLRESP is that which {table} gives for TRGRESP, NTRGRESP and NEWLIND of the same subject "
    "and {link}.",
    reach=OF_SUBJECT,
)
def overall_response(data: Data, table: Facts, test: Variable, result: Variable, link: Variable) -> Iterator[Fault]:
    """The first row of the table that fits counts; ``*`` is any value, a blank a response that is not given.

    An assessment that the table has not is not looked at.
    Source: RECIST 1.1 (Eisenhauer, Eur J Cancer 2009;45:228), tables 1 and 2.
    """
    at = np.flatnonzero((data[test] == "OVRLRESP") & data.filled(link))
    subjects = data["USUBJID"]
    own = data.frame[list(dict.fromkeys(["USUBJID", link, result]))].take(at).reset_index(drop=True)
    parts = {
        name: take(
            data[result],
            known_in([own["USUBJID"], own[link], text(name, len(own))], [subjects, data[link], data[test]]),
        )
        for name in ("TRGRESP", "NTRGRESP", "NEWLIND")
    }
    right = on_unique(lambda *values: _first(table, dict(zip(parts, values, strict=True))), *parts.values())
    wrong = ((right != "") & (own[result] != right)).to_numpy()
    shown = {name: pd.Series("", index=range(len(data)), dtype=object) for name in parts}
    for name, values in parts.items():
        shown[name].iloc[at] = values.to_numpy(object)
    detail = pd.Series("", index=range(len(data)), dtype=object)
    detail.iloc[at] = right.to_numpy(object)
    yield Fault(at[wrong], [result], detail=detail, others=shown)


def _first(table: pd.DataFrame, values: dict[str, str]) -> str:
    """The overall response of the first row that fits."""
    fits = np.logical_and.reduce([table[n].isin([ANY, v]) for n, v in values.items()])
    return next(iter(table["OVRLRESP"][fits]), "")
