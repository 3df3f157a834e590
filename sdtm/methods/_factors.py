"""What the methods that convert units share: the table of factors, and which of its rows was used."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, NamedTuple

import numpy as np

from onespec.engine.contract import CellsOf, Column, Layout, Report, Table
from onespec.sdtm.methods._results import parts, shown

_OFFSET = "OFFSET"  # a table without this column has no offsets
_OWN = ("FROM", "TO", "FACTOR", _OFFSET, "DECIMALS")


class Conversion(NamedTuple):
    """A row of the table: number times ``factor`` plus ``offset``, rounded to ``decimals`` (None: not rounded)."""

    factor: Fraction
    offset: Fraction
    decimals: int | None

    def exact(self, number: Decimal) -> Fraction:
        return Fraction(number) * self.factor + self.offset

    def of(self, number: Decimal) -> str:
        """The number in the other unit, without trailing zeros."""
        return _shown(self.exact(number), self.decimals)


def explain_factor(value: Column, from_: Column, to: Column, test: Column, factors: Table, report: Report) -> list[str]:
    """The factor that was used for each result, with its row of the table."""
    return [_factor(*item, factors) for item in zip(value, from_, to, test, strict=True)]


def _factor(value: str, from_: str, to: str, test: str, factors: Table) -> str:
    number = parts(value)[1]
    if number is None or from_ == to:
        return ""
    key = test_column(factors, _OWN)
    for name in (test, ""):
        rows = np.flatnonzero((factors[key] == name) & (factors["FROM"] == from_) & (factors["TO"] == to))
        if len(rows):
            row = factors.row(rows[-1])
            offset = row.get(_OFFSET, "")
            rounded = f", rounded to {row['DECIMALS']} decimals" if row["DECIMALS"] else ""
            sum_ = f"{number:f} x {row['FACTOR']}" + (f" {_signed(offset)}" if offset else "")
            return (
                f"Table {factors.name}, row {rows[-1] + 1}: "
                f"{key} {name or 'any'}, from {from_} to {to}, factor {row['FACTOR']}"
                f"{f', offset {offset}' if offset else ''}: {sum_} = {_product(number, row)}{rounded}."
            )
    return f"Table {factors.name} has no row for {test} from {from_} to {to}."


def _signed(offset: str) -> str:
    """``+ 32``, ``- 160/9``."""
    return f"- {offset[1:]}" if offset.startswith("-") else f"+ {offset.removeprefix('+')}"


def _product(number: Decimal, row: Mapping[str, str]) -> str:
    """What the row gives before it is rounded; of a number without an end in decimals the rounded one."""
    made = _conversion(row)
    exact = made.exact(number)
    return _shown(exact, None if _ends(exact) else made.decimals)


def test_column(table: Table, own: Collection[str]) -> str:
    """The column of a table that names the test: the first beside its ``own``; others are remarks."""
    names = [name for name in table if name not in own]
    if not names:
        raise ValueError(f"table {table.name} has no column that names the test")
    return names[0]


def factors_of(factors: Table) -> dict[tuple[str, str, str], Conversion]:
    """Test, unit and standard unit -> conversion; raises ValueError for a row that is none, or that another denies."""
    out: dict[tuple[str, str, str], Conversion] = {}
    key = test_column(factors, _OWN)
    for at in range(len(factors)):
        row = factors.row(at)
        named = row[key], row["FROM"], row["TO"]
        try:
            made = _conversion(row)
        except ValueError as wrong:
            raise ValueError(f"row {at + 1} of table {factors.name}: {wrong}") from None
        if out.setdefault(named, made) != made:
            said = f"{named[0] or 'any test'} from {named[1]} to {named[2]}"
            raise ValueError(f"table {factors.name} has two rows with other factors or decimals for {said}")
    return out


def _conversion(row: Mapping[str, str]) -> Conversion:
    """A row of the table; raises ValueError where it is no conversion."""
    factor, offset = _number(row, "FACTOR"), _number(row, _OFFSET) if row.get(_OFFSET) else Fraction(0)
    decimals = row["DECIMALS"]
    if factor <= 0:
        raise ValueError(f"FACTOR is {row['FACTOR']}; a factor is greater than 0, so that '<' stays '<'")
    if decimals and not decimals.isdecimal():
        raise ValueError(f"DECIMALS is '{decimals}', not a whole number")
    if not decimals and not (_ends(factor) and _ends(offset)):
        raise ValueError("its results have no end in decimals; give it DECIMALS")
    return Conversion(factor, offset, int(decimals) if decimals else None)


def _number(row: Mapping[str, str], column: str) -> Fraction:
    try:
        return Fraction(row[column])
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"{column} is '{row[column]}', neither a number nor a quotient such as 5/9") from None


def _ends(value: Fraction) -> bool:
    """Whether a number has an end in decimals: 1/8 is 0.125, 1/9 never ends."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _shown(value: Fraction, decimals: int | None) -> str:
    """A number as plain text without trailing zeros, a half rounded away from zero."""
    places = value.denominator.bit_length() if decimals is None else decimals  # enough for any that ends
    size = int(abs(value) * 10**places + Fraction(1, 2))
    return shown(Decimal(f"{-size if value < 0 else size}e-{places}"))


Factors = Annotated[
    Table, Layout(("FROM", "TO", "FACTOR", "DECIMALS"), factors_of), CellsOf((("FROM", "from"), ("TO", "to")))
]
