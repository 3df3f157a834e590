"""What the methods that convert units share: the table of factors, and which of its factors was used."""

from decimal import Decimal
from typing import Annotated

import numpy as np

from onespec.engine.contract import CellsOf, Column, Report, Table
from onespec.sdtm.methods._results import parts, shown

Factors = Annotated[Table, CellsOf((("FROM", "from"), ("TO", "to")))]


def explain_factor(value: Column, from_: Column, to: Column, test: Column, factors: Table, report: Report) -> list[str]:
    """The factor that was used for each result, with its row of the table."""
    return [_factor(*item, factors) for item in zip(value, from_, to, test, strict=True)]


def _factor(value: str, from_: str, to: str, test: str, factors: Table) -> str:
    number = parts(value)[1]
    if number is None or from_ == to:
        return ""
    key = key_column(factors)
    for name in (test, ""):
        rows = np.flatnonzero((factors[key] == name) & (factors["FROM"] == from_) & (factors["TO"] == to))
        if len(rows):
            row = factors.row(rows[-1])
            rounded = f", rounded to {row['DECIMALS']} decimals" if row["DECIMALS"] else ""
            return (
                f"Table {factors.name}, row {rows[-1] + 1}: "
                f"{key} {name or 'any'}, from {from_} to {to}, factor {row['FACTOR']}: "
                f"{number:f} x {row['FACTOR']} = {shown(number * Decimal(row['FACTOR']))}{rounded}."
            )
    return f"Table {factors.name} has no row for {test} from {from_} to {to}."


def key_column(factors: Table) -> str:
    """The column of the table that names the test: the first that is no part of the factor; others are remarks."""
    names = [name for name in factors if name not in ("FROM", "TO", "FACTOR", "DECIMALS")]
    if not names:
        raise ValueError(f"table {factors.name} has no column that names the test")
    return names[0]


def factors_of(factors: Table) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Test, unit and standard unit -> factor and decimals; raises ValueError where two rows disagree."""
    out: dict[tuple[str, str, str], tuple[str, str]] = {}
    columns = (factors[name].tolist() for name in (key_column(factors), "FROM", "TO", "FACTOR", "DECIMALS"))
    for test, from_, to, factor, decimals in zip(*columns, strict=True):
        if out.setdefault((test, from_, to), (factor, decimals)) != (factor, decimals):
            named = f"{test or 'any test'} from {from_} to {to}"
            raise ValueError(f"table {factors.name} has two rows with other factors or decimals for {named}")
    return out
