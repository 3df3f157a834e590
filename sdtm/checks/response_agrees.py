"""Check: the overall response against its parts."""

from typing import Annotated

import numpy as np

from onespec.engine.columns import Text, as_text, blanks, positions_in, text
from onespec.engine.contract import Layout, Name, Report, Selection, Table
from onespec.engine.frames import Frame
from onespec.engine.registry import check

_ANY, _OVERALL = "*", "OVRLRESP"


@check(
    "The overall response of each assessment of {source} (where {test} is OVRLRESP) is the one that the table {rules} "
    "gives for its parts: the first row whose other columns, each named after a test, are the {value} of these tests "
    "of the same subject and the same {match} (* stands for any, a blank for no result).",
    reports=("CHECK-CONTRADICTION",),
)
def response_agrees(
    source: Selection,
    test: Name,
    value: Name,
    match: list[Name],
    rules: Annotated[Table, Layout((_OVERALL,))],
    report: Report,
) -> None:
    """A query for each overall response that is another one; parts that no row of the table has are not looked at.

    Example::

        - response_agrees: {from: RS, test: RSTESTCD, value: RSSTRESC, match: [RSDTC], rules: recist}

        recist | TRGRESP | NEWLIND | OVRLRESP
               | *       | Y       | PD
               | PR      | N       | PR

        RS | USUBJID | RSTESTCD | RSSTRESC | RSDTC
           | 1       | TRGRESP  | PR       | 2021-03-01
           | 1       | NEWLIND  | Y        | 2021-03-01
           | 1       | OVRLRESP | PR       | 2021-03-01
           | 2       | TRGRESP  | PR       | 2021-03-01
           | 2       | NEWLIND  | N        | 2021-03-01
           | 2       | OVRLRESP | PR       | 2021-03-01

        QUERY CHECK-CONTRADICTION, subject 1, PR: The overall response is PR, and TRGRESP PR, NEWLIND Y give PD.
    """
    frame, tests, values = source.frame, as_text(source.frame[test]), as_text(source.frame[value])
    key = [source.subject, *(as_text(frame[name]) for name in match)]
    rows = np.flatnonzero((tests == _OVERALL) & (values != ""))
    own = [column.take(rows) for column in key]
    parts: dict[str, Text] = {}
    for name in (column for column in rules.columns if column != _OVERALL):
        there = np.flatnonzero(tests == name)
        at = positions_in(own, [column.take(there) for column in key])
        parts[name] = values.take(there).take(at) if len(there) else blanks(len(rows))
    said, given = values.take(rows), text(_given(rules, parts, len(rows)))
    for n in np.flatnonzero((given != "") & (given != said)):
        told = ", ".join(f"{name} {column[n]}" for name, column in parts.items() if column[n])
        report.query(
            "CHECK-CONTRADICTION",
            f"The overall response is {said[n]}, and {told} give {given[n]}.",
            "Ask the site which is right.",
            [rows[n]],
            values,
        )


def _given(rules: Frame, parts: dict[str, Text], n: int) -> np.ndarray:
    """The outcome of the first row of the table that fits, "" where none does."""
    out = np.full(n, "", object)
    for at in range(len(rules))[::-1]:  # the first row is laid on last
        fits = np.ones(n, bool)
        for name, column in parts.items():
            wanted = rules[name][at]
            fits &= (wanted == _ANY) | np.asarray(column == wanted)
        out[fits] = rules[_OVERALL][at]
    return out
