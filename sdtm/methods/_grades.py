"""What the methods for toxicity share: which rule of a table of grades holds for a result."""

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from onespec.engine.columns import Mask, Text, as_number, as_text, blank, combinations, number, text
from onespec.engine.contract import Amount, Bundle, CellsOf, Column, Layout, Report, Table
from onespec.engine.frames import Frame
from onespec.engine.matching import fitting
from onespec.engine.once import once
from onespec.sdtm.methods._limits import compared, multiples, significant
from onespec.sdtm.methods._results import comparator, limit

_COMPARISONS = {"LT": "less than", "LE": "at most", "GT": "greater than", "GE": "at least", "EQ": "equal to"}
Grades = Annotated[
    Table, Layout(("UNIT", "TERM", "GRADE", "IS", "LLN", "ULN", "LIMIT")), CellsOf(keys=("keys", "values"))
]
_LACKING = ["", "TEST", "UNIT"]
BaselineGrades = Annotated[
    Table,
    Layout(("UNIT", "TERM", "BASELINE", "GRADE", "IS", "LLN", "ULN", "BASE", "LIMIT")),
    CellsOf(keys=("keys", "values")),
]
_NOT = "NOT "


@dataclass(frozen=True)
class LabResult(Bundle):
    """A laboratory result with its reference limits, all in ``unit``."""

    value: Column
    low: Column
    high: Column
    unit: Column


@dataclass(frozen=True)
class Baseline(Bundle):
    """The baseline of a result, in the same unit: its value, and on which side of its reference limits it lies.

    base        missing up to the baseline, and where there is none
    base_range  LOW, NORMAL or HIGH; blank where it is not known
    """

    base: Amount
    base_range: Column


@dataclass(frozen=True)
class Rules(Bundle):
    """A table of grades that may depend on a baseline, and which of its rows are those of a record.

    digits  significant digits with which a result and a limit are compared
    """

    keys: list[str]
    values: list[Column]
    grades: BaselineGrades
    digits: int


@once
def graded(
    result: LabResult,
    keys: list[str],
    values: list[Column],
    grades: Table,
    baseline: Baseline | None = None,
    digits: int = 0,
) -> tuple[Text, np.ndarray, Text]:
    """Grade, position of the row that gives it (-1: none), and why no row was looked at; for term and grade once.

    The last is TEST (the table has none for it), UNIT (none in this unit), or blank.
    """
    unknown = sorted({*grades["IS"]} - {*_COMPARISONS})
    if unknown:
        raise ValueError(f"IS is {unknown[0]}, not one of {', '.join(_COMPARISONS)}")
    n = len(result.value)
    before = [baseline.base, baseline.base_range] if baseline else [number(np.nan, n), text("", n)]
    given = [result.value, as_number(result.low), as_number(result.high), result.unit, *before, *map(as_text, values)]
    codes, first = combinations(given)
    value, low, high, unit, base, side, *values = (column.take(first) for column in given)
    x = significant(limit(value), digits) if digits else limit(value)
    read = Frame({"value": value, "sign": comparator(value), "x": x, "low": low, "high": high})
    read = Frame({**dict(read.items()), "base": base, "range": side})
    group, leader = combinations([unit, *values])
    grade, lacking, rule = np.full(len(first), np.nan), np.zeros(len(first), int), np.full(len(first), -1)
    for n, row in enumerate(leader):
        of_test = fitting(grades, {key: column.take([row]) for key, column in zip(keys, values, strict=True)})[0]
        rows = np.flatnonzero(of_test & grades["UNIT"].isin(["", unit[row]]))
        own = np.flatnonzero(group == n)
        if len(rows):
            grade[own], at = _grade(read.take(own), grades.take(rows), digits)
            rule[own] = np.where(at < 0, -1, rows[at])
        else:
            lacking[own] = _LACKING.index("UNIT" if of_test.any() else "TEST")
    return as_text(number(grade)).take(codes), rule[codes], text(_LACKING).take(lacking[codes])


def _grade(read: Frame, rules: Frame, digits: int) -> tuple[np.ndarray, np.ndarray]:
    """Grade, and position of its rule, of values to which the same rules apply.

    They are given when what surely holds and what may hold agree.
    ``read`` has value, its comparator and number (sign, x), the limits low and high, and base and range of a baseline.
    """
    value, sign, x = (read[name] for name in ("value", "sign", "x"))
    least = most = np.where(x.notna() & (rules["IS"] != "EQ").any(), 0.0, -1.0)  # -1: nothing looks at the value
    rule = np.full(len(value), -1)
    for at in sorted(range(len(rules)), key=lambda at: int(rules["GRADE"][at])):
        row = rules.row(at)
        grade = int(row["GRADE"])
        if row["IS"] == "EQ":
            surely = may = value == row["LIMIT"]
        else:
            to = _limit_of(row, read)
            surely, may = compared(sign, x, row["IS"], significant(to, digits) if digits else to)
        meant, possibly = _for_baseline(row, read)
        surely, may = surely & meant, may & possibly
        rule = np.where(surely & (least < grade), at, rule)
        least, most = (
            np.where(holds, np.maximum(reached, grade), reached) for holds, reached in ((surely, least), (may, most))
        )
    decided = (least == most) & (least >= 0)
    return np.where(decided, least, np.nan), np.where(decided, rule, -1)


def _limit_of(row: dict[str, str], read: Frame) -> Column:
    """The limit of a rule for each result."""
    factors = (("LLN", "low"), ("ULN", "high"), ("BASE", "base"))
    return multiples([(row.get(name, ""), read[of]) for name, of in factors], row["LIMIT"])


def _for_baseline(row: dict[str, str], read: Frame) -> tuple[Mask, Mask]:
    """Whether a rule surely is, and whether it may be, one for the baseline of each result.

    Without a baseline the rules of one within its limits are; a baseline of which nobody knows where it lies may be
    either.
    """
    base, side, condition = read["base"], read["range"], row.get("BASELINE", "")
    none = base.isna() & blank(side)
    there = ~none if row.get("BASE") else np.ones(len(base), bool)
    if not condition:
        return there, there
    wanted = side == condition.removeprefix(_NOT)
    holds = ~wanted if condition.startswith(_NOT) else wanted
    unknown = blank(side) & ~none
    return there & holds & ~unknown, there & (holds | unknown)


def report_ungraded(report: Report, result: LabResult, grade: Text, lacking: Text) -> None:
    """The results that have no grade though there is a test for them; grade and lacking are those of `graded`."""
    filled = ~blank(result.value)
    report.query(
        "GRADE-UNIT",
        "The table of grades has no limits for the test in this unit; the grade is blank.",
        "Correct the unit, or add the limits in this unit to the table of grades.",
        filled & (lacking == "UNIT"),
        result.value + " " + result.unit,
    )
    report.query(
        "GRADE-OPEN",
        "The result and its reference limits do not decide the grade; it is blank.",
        "Ask the laboratory for the value, or for its reference limits.",
        filled & blank(grade) & blank(lacking),
        result.value,
    )


def explain_rule(
    result: LabResult, keys: list[str], values: list[Column], grades: Table, report: Report | None = None
) -> list[str]:
    """The row of the table that gives the grade, with its limit as a number."""
    return _explained(result, None, Rules(keys, values, grades, 0))


def explain_baseline_rule(
    result: LabResult, baseline: Baseline, rules: Rules, report: Report | None = None
) -> list[str]:
    """The same of a rule that may depend on a baseline."""
    return _explained(result, baseline, rules)


def _explained(result: LabResult, baseline: Baseline | None, rules: Rules) -> list[str]:
    out, grades = [], rules.grades
    n = len(result.value)
    base = baseline.base if baseline else number(np.nan, n)
    limits = Frame({"low": as_number(result.low), "high": as_number(result.high), "base": base})
    found = graded(result, rules.keys, rules.values, grades, baseline, rules.digits)
    for n, (own, grade, at, lack) in enumerate(zip(result.value, *found, strict=True)):
        rule, name = grades.row(at), grades.name
        if at >= 0 and rule["IS"] != "EQ":
            told = f"{own} is {_COMPARISONS[rule['IS']]} {as_text(_limit_of(rule, limits.take([n])))[0]}"
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
