"""Rows of a table that fit values: equal cells, dates and ages between two columns, and rows that clash."""

import pytest

from onespec.engine.columns import text
from onespec.engine.frames import Frame, table_of
from onespec.engine.matching import clashes, match_table, shown_row

LABELS = ("LAB", "FROM", "TO", "YOUNGEST", "OLDEST", "LOW")
RANGES = [
    ("A", "", "2026-06-30", "18", "", "45"),
    ("A", "2026-07-01", "", "18", "59", "50"),
    ("A", "2026-07-01", "", "60", "", "55"),
    ("B", "", "", "", "", "40"),
]


def ranges(*rows: tuple[str, ...]) -> Frame:
    return table_of([dict(zip(LABELS, row, strict=True)) for row in rows], "ranges")


def low(lab: str, date: str, age: str, table: Frame) -> str:
    keys = {"LAB": lab, "FROM..TO": date, "YOUNGEST..OLDEST": age}
    at = match_table(table, {key: text([value]) for key, value in keys.items()})[0]
    return table["LOW"][at] if at >= 0 else ""


def test_the_first_table_row_that_matches_and_blank_stands_for_any():
    table = Frame({"LAB": text(["A", "A", ""]), "SEX": text(["M", "", "F"])})
    values = {"LAB": text(["A", "A", "B", "B"]), "SEX": text(["M", "F", "F", "M"])}
    assert match_table(table, values).tolist() == [0, 1, 2, -1]


@pytest.mark.parametrize(
    ("lab", "date", "age", "expected"),
    [
        ("A", "2026-06-30", "40", "45"),
        ("A", "2026-06-30T23:59", "40", "45"),
        ("A", "2026-07-01", "40", "50"),
        ("A", "2026-07-01", "59", "50"),
        ("A", "2026-07-01", "60", "55"),
        ("A", "2026-07-01", "59.5", ""),
        ("A", "2026-07-01", "17", ""),
        ("A", "2026-06", "40", "45"),
        ("A", "2025", "40", "45"),
        ("A", "2026", "40", ""),
        ("A", "", "40", ""),
        ("A", "2026-07-01", "", ""),
        ("B", "", "", "40"),
        ("C", "2026-07-01", "40", ""),
    ],
)
def test_dates_and_ages_lie_between_two_columns(lab, date, age, expected):
    assert low(lab, date, age, ranges(*RANGES)) == expected


def test_ages_are_compared_as_numbers():
    assert low("A", "2026-01-01", "100", ranges(("A", "", "", "9", "", "1"))) == "1"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (RANGES, []),
        ([("A", "", "", "", "", "45"), ("A", "2026-07-01", "", "", "", "50")], [(0, 1)]),
        ([("A", "", "2026-07-01", "", "", "45"), ("A", "2026-07-01", "", "", "", "50")], [(0, 1)]),
        ([("A", "", "2026-06-30", "", "", "45"), ("A", "2026-07-01", "", "", "", "50")], []),
        ([("A", "", "", "18", "60", "45"), ("A", "", "", "60", "", "50")], [(0, 1)]),
        ([("A", "", "", "18", "60", "45"), ("A", "", "", "60", "", "45")], []),  # they say the same
        ([("A", "", "", "", "", "45"), ("", "", "", "", "", "50")], []),  # the exception before the rule
        ([("", "", "", "", "", "45"), ("A", "", "", "", "", "50")], [(0, 1)]),  # the rule before the exception
    ],
)
def test_rows_that_fit_alike_and_say_something_else_clash(rows, expected):
    assert clashes(ranges(*rows), ["LAB", "FROM..TO", "YOUNGEST..OLDEST"], "LOW") == expected


def test_ends_are_all_numbers_or_all_dates():
    table = ranges(("A", "2026-07-01", "", "", "", "1"), ("B", "01JUL2026", "", "", "", "2"))
    with pytest.raises(ValueError, match=r"FROM..TO of table ranges holds '01JUL2026' beside other kinds of values"):
        clashes(table, ["LAB", "FROM..TO"], "LOW")


def test_a_row_is_shown_by_the_cells_that_fit():
    assert shown_row(ranges(*RANGES), ["LAB", "FROM..TO"], 1) == "LAB=A, FROM..TO=2026-07-01..any"
