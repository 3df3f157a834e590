"""The unit of a result, told by its size: a hemoglobin of 13 is in g/dL, one of 130 in g/L."""

import math
from typing import Annotated, NamedTuple

import numpy as np

from onespec.engine.columns import blank, combinations
from onespec.engine.contract import CellsOf, Column, Layout, Report, Table
from onespec.engine.notation import PLAIN
from onespec.engine.registry import method
from onespec.sdtm.methods._factors import test_column
from onespec.sdtm.methods._results import parts

_OWN = ("UNIT", "FROM", "TO")
_NONE, _OPEN = -1, -2  # instead of the position of a row: the result has no unit; its size does not tell it


class Band(NamedTuple):
    """A row of the table: a number from ``low`` to ``high``."""

    row: int
    low: float
    high: float

    def has(self, sign: str, x: float) -> bool:
        """Does all that a result may stand for lie in it?"""
        below, above = sign.startswith("<"), sign.startswith(">")
        return self.low <= (-math.inf if below else x) and (math.inf if above else x) <= self.high

    def meets(self, sign: str, x: float) -> bool:
        """Does some of it lie in it?"""
        from_low = sign.startswith(">") or (self.low < x if sign == "<" else self.low <= x)
        to_high = sign.startswith("<") or (x < self.high if sign == ">" else x <= self.high)
        return from_low and to_high


def explain_band(
    value: Column, test: Column, units: Table, report: Report, collected: Column | None = None
) -> list[str]:
    """The rows of the table that have each result."""
    own, bands = [""] * len(value) if collected is None else collected.tolist(), _bands(units)
    return [_told(units, bands, *item) for item in zip(own, value, test, strict=True)]


def _told(units: Table, bands: dict[str, list[Band]], own: str, value: str, test: str) -> str:
    sign, x = parts(value)
    if own or x is None:
        return "It was collected." if own else ""
    rows = [b.row for b in _of_test(bands, test) if b.meets(sign, float(x))]
    shown = (f"row {n + 1} ({units['FROM'][n] or 'any'} to {units['TO'][n] or 'any'})" for n in rows)
    return f"Table {units.name}, {' and '.join(shown) or f'no row has {value} of {test}'}."


def _bands(units: Table) -> dict[str, list[Band]]:
    """The rows of each test."""
    out: dict[str, list[Band]] = {}
    ends = (_end(units, name, open_) for name, open_ in (("FROM", -math.inf), ("TO", math.inf)))
    for n, (test, low, high) in enumerate(zip(units[test_column(units, _OWN)], *ends, strict=True)):
        if low > high:
            raise ValueError(f"row {n + 1} of table {units.name}: FROM {low:g} is greater than TO {high:g}")
        out.setdefault(test, []).append(Band(n, low, high))
    return out


def _end(units: Table, name: str, open_: float) -> list[float]:
    for n, cell in enumerate(units[name]):
        if cell and not PLAIN.fullmatch(cell):
            raise ValueError(f"row {n + 1} of table {units.name}: {name} is '{cell}', which is no number")
    return [float(cell) if cell else open_ for cell in units[name]]


@method(
    "UNIT of the row of {units} for {test} between whose FROM and TO (both included, a blank is an open end) the "
    "number in {value} lies. Blank, and asked about, where no row or more than one has it, or where not all that a "
    "value such as <0.5 may stand for lies in one row. Blank for a test without rows, and where {value} is no number. "
    "{collected} instead, where that is not blank.",
    explain=explain_band,
    reports=("UNIT-SIZE",),
)
def unit_by_size(
    value: Column,
    test: Column,
    units: Annotated[Table, Layout(_OWN, _bands), CellsOf(fills="UNIT")],
    report: Report,
    collected: Column | None = None,
) -> Column:
    """Character.

    ``units`` has the columns UNIT, FROM, TO and one that names the test (blank: any test), the first of its others; a
    row for each unit that a result of the test may be in.  Raises ValueError for ends that are no numbers.

    Example::

        LBORRESU: {derived: unit_by_size, with: {value: LBORRES, test: LBTESTCD, units: unit_sizes}}

        unit_sizes | LBTESTCD | UNIT | FROM | TO
                   | HGB      | g/dL | 3    | 25
                   | HGB      | g/L  | 30   | 250

        LB | LBTESTCD | LBORRES | LBORRESU
           | HGB      | 13      | g/dL
           | HGB      | 130     | g/L
           | ALT      | 30      |
           | HGB      | 27      |

        QUERY UNIT-SIZE, subject 4, 27: The unit was not collected, and the size of the result does not tell it; the
          unit is blank.
    """
    bands = _bands(units)
    codes, first = combinations([value, test])
    row = np.array([_row(_of_test(bands, test[n]), value[n]) for n in first], np.intp)[codes]
    given = np.zeros(len(value), bool) if collected is None else ~blank(collected)
    report.query(
        "UNIT-SIZE",
        "The unit was not collected, and the size of the result does not tell it; the unit is blank.",
        "Ask the site or the laboratory for the unit.",
        ~given & (row == _OPEN),
        value,
    )
    found = units["UNIT"].take(np.maximum(row, _NONE))
    return found if collected is None else found.where(~given, collected)


def _row(bands: list[Band], value: str) -> int:
    """The row that alone has a result."""
    sign, x = parts(value)
    if x is None or not bands:
        return _NONE
    met = [band for band in bands if band.meets(sign, float(x))]
    return met[0].row if len(met) == 1 and met[0].has(sign, float(x)) else _OPEN


def _of_test(bands: dict[str, list[Band]], test: str) -> list[Band]:
    return bands.get(test) or bands.get("") or []
