"""What the methods for toxicity share: which rule of a table of grades holds for a result."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from onespec.engine.columns import Text, as_number, as_text, combinations, number, text
from onespec.engine.contract import Bundle, CellsOf, Column, Layout, Report, Table
from onespec.engine.frames import Frame
from onespec.engine.matching import fitting
from onespec.engine.once import once
from onespec.sdtm.methods._limits import bound, compared
from onespec.sdtm.methods._results import comparator, limit

_COMPARISONS = {"LT": "less than", "LE": "at most", "GT": "greater than", "GE": "at least", "EQ": "equal to"}
Grades = Annotated[
    Table, Layout(("UNIT", "TERM", "GRADE", "IS", "LLN", "ULN", "LIMIT")), CellsOf(keys=("keys", "values"))
]
_LACKING = ["", "TEST", "UNIT"]


@dataclass(frozen=True)
class LabResult(Bundle):
    """A laboratory result with its reference limits, all in ``unit``."""

    value: Column
    low: Column
    high: Column
    unit: Column


@once
def graded(result: LabResult, keys: list[str], values: list[Column], grades: Table) -> tuple[Text, np.ndarray, Text]:
    """Grade, position of the row that gives it (-1: none), and why no row was looked at; for term and grade once.

    The last is TEST (the table has none for it), UNIT (none in this unit), or blank.
    """
    unknown = sorted({*grades["IS"]} - {*_COMPARISONS})
    if unknown:
        raise ValueError(f"IS is {unknown[0]}, not one of {', '.join(_COMPARISONS)}")
    given = [result.value, as_number(result.low), as_number(result.high), result.unit, *map(as_text, values)]
    codes, first = combinations(given)
    value, low, high, unit, *values = (column.take(first) for column in given)
    read = Frame({"value": value, "sign": comparator(value), "x": limit(value), "low": low, "high": high})
    group, leader = combinations([unit, *values])
    grade, lacking, rule = np.full(len(first), np.nan), np.zeros(len(first), int), np.full(len(first), -1)
    for n, row in enumerate(leader):
        of_test = fitting(grades, {key: column.take([row]) for key, column in zip(keys, values, strict=True)})[0]
        rows = np.flatnonzero(of_test & grades["UNIT"].isin(["", unit[row]]))
        own = np.flatnonzero(group == n)
        if len(rows):
            grade[own], at = _grade(read.take(own), grades.take(rows))
            rule[own] = np.where(at < 0, -1, rows[at])
        else:
            lacking[own] = _LACKING.index("UNIT" if of_test.any() else "TEST")
    return as_text(number(grade)).take(codes), rule[codes], text(_LACKING).take(lacking[codes])


def _grade(read: Frame, rules: Frame) -> tuple[np.ndarray, np.ndarray]:
    """Grade, and position of its rule, of values to which the same rules apply.

    They are given when what surely holds and what may hold agree.
    ``read`` has value, its comparator and number (sign, x), and the limits low and high.
    """
    value, sign, x, low, high = (read[name] for name in ("value", "sign", "x", "low", "high"))
    least = most = np.where(x.notna() & (rules["IS"] != "EQ").any(), 0.0, -1.0)  # -1: nothing looks at the value
    rule = np.full(len(value), -1)
    parts = (rules[name].tolist() for name in ("GRADE", "IS", "LLN", "ULN", "LIMIT"))
    for at, (grade, is_, lln, uln, constant) in sorted(
        enumerate(zip(*parts, strict=True)), key=lambda item: int(item[1][0])
    ):
        if is_ == "EQ":
            surely = may = value == constant
        else:
            surely, may = compared(sign, x, is_, bound(lln, uln, constant, low, high))
        rule = np.where(surely & (least < int(grade)), at, rule)
        least, most = (
            np.where(holds, np.maximum(reached, int(grade)), reached)
            for holds, reached in ((surely, least), (may, most))
        )
    decided = (least == most) & (least >= 0)
    return np.where(decided, least, np.nan), np.where(decided, rule, -1)


def explain_rule(
    result: LabResult, keys: list[str], values: list[Column], grades: Table, report: Report | None = None
) -> list[str]:
    """The row of the table that gives the grade, with its limit as a number."""
    out = []
    limits = as_number(result.low), as_number(result.high)
    for own, grade, at, lack, lln, uln in zip(
        result.value, *graded(result, keys, values, grades), *limits, strict=True
    ):
        rule, name = grades.row(at), grades.name
        if at >= 0 and rule["IS"] != "EQ":
            at_limit = as_text(bound(rule["LLN"], rule["ULN"], rule["LIMIT"], number([lln]), number([uln])))[0]
            told = f"{own} is {_COMPARISONS[rule['IS']]} {at_limit}"
        else:
            told = f"the result is {own}"
        lacking = f"Table {name} has no rule for it." if lack else "The rules of the test leave it open." if own else ""
        out.append(
            f"Table {name}, row {at + 1}: {rule['TERM'] or 'no toxicity'}, as {told}."
            if at >= 0
            else f"No rule of table {name} holds."
            if grade
            else lacking
        )
    return out
