"""Analysis results data: one row a statistic, with what it is about and the records that it stands on."""

from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet as pq

from onespec.results.ard import ard_files, rows_of, standing_text
from onespec.results.contract import Cell, Line, Result, Standing, Stat, Words

from .results_study import computed


def rows(*results: Result, depth: int = 0) -> list[str]:
    """The rows in short: places, groups and what the statistic is about."""
    return [
        " | ".join("" if v is None else str(v) for v in row.cells(depth)[2:]) for row in rows_of(computed(*results))
    ]


def cell(value: float | str | None, text: str, *at: int) -> Cell:
    return Cell((Stat("n", "n", value, text, Standing("ADAE", at) if at else Standing("", ())),))


def test_one_row_a_statistic():
    a = Cell((Stat("n", "n", 1.0, "1", Standing("ADSL", (1,))), Stat("p", "Percent", 50.0, "50.0")), "{0} ({1}%)")
    line = Line(Words("Female", "女"), (a, cell(0.0, "0"), cell(1.0, "1")), "SEX", "F")
    assert rows(Result((line,))) == [
        "0 | 1 | population | ADSL |  | SAFFL | ARM | A |  |  | Arm A | N | Number of subjects | 2.0 |  | 2 | ADSL 1-2",
        "0 | 1 | population | ADSL |  | SAFFL | ARM | B |  |  | Arm B | N | Number of subjects | 1.0 |  | 1 | ADSL 4",
        "0 | 1 | population | ADSL |  | SAFFL |  |  |  |  | Total | N | Number of subjects | 3.0 |  | 3 | ADSL 1-2, 4",
        "1 | 1 | counts | ADAE | TRTEMFL EQ Y | SAFFL | ARM | A | SEX | F | Arm A | n | n | 1.0 |  | 1 | ADSL 1",
        "1 | 1 | counts | ADAE | TRTEMFL EQ Y | SAFFL | ARM | A | SEX | F | Arm A | p | Percent | 50.0 |  | 50.0 | ",
        "1 | 1 | counts | ADAE | TRTEMFL EQ Y | SAFFL | ARM | B | SEX | F | Arm B | n | n | 0.0 |  | 0 | ",
        "1 | 1 | counts | ADAE | TRTEMFL EQ Y | SAFFL |  |  | SEX | F | Total | n | n | 1.0 |  | 1 | ",
    ]


def test_lines_stand_under_others_and_values_may_be_texts_or_missing():
    within = (("AEBODSYS", "Eye"),)
    lines = (
        Line(Words("Eye"), (), "AEBODSYS", "Eye", head=True),
        Line(
            Words("Dry eye"), (cell("=1+1", "=1+1", 3, 5, 4), cell(None, "-"), cell(float("inf"), "NE")), within=within
        ),
    )
    assert rows(Result(()), Result(lines), depth=1)[3:] == [
        "2 | 2 | counts | ADAE | TRTEMFL EQ Y | SAFFL | ARM | A | AEBODSYS | Eye |  |  | Arm A | n | n |  | =1+1 "
        "| =1+1 | ADAE 3-5",
        "2 | 2 | counts | ADAE | TRTEMFL EQ Y | SAFFL | ARM | B | AEBODSYS | Eye |  |  | Arm B | n | n |  |  | - | ",
        "2 | 2 | counts | ADAE | TRTEMFL EQ Y | SAFFL |  |  | AEBODSYS | Eye |  |  | Total | n | n |  |  | NE | ",
    ]


def test_columns_of_an_analysis_are_no_groups_and_a_block_of_lines_may_be():
    line = Line(Words("Low"), (cell(2.0, "2"),), "BNRIND", "LOW", (("", "B"),))
    assert rows(Result((line,), (Words("High"),)))[3:] == [
        "1 | 1 | counts | ADAE | TRTEMFL EQ Y | SAFFL | ARM | B | BNRIND | LOW | High | n | n | 2.0 |  | 2 | "
    ]


def test_own_columns_of_a_group():
    line = Line(Words("x"), (cell(2.0, "2"), cell(3.0, "3")))
    assert rows(Result((line,), (Words("Any"), Words("High")), levels=("A", "")))[3:] == [
        "1 | 1 | counts | ADAE | TRTEMFL EQ Y | SAFFL | ARM | A |  |  | Any | n | n | 2.0 |  | 2 | ",
        "1 | 1 | counts | ADAE | TRTEMFL EQ Y | SAFFL |  |  |  |  | High | n | n | 3.0 |  | 3 | ",
    ]


def test_records_are_ranges():
    assert [standing_text(Standing("ADSL", at)) for at in ((), (2,), (9, 1, 2, 4, 4, 8))] == [
        "ADSL",
        "ADSL 2",
        "ADSL 1-2, 4, 8-9",
    ]


def test_files_hold_the_same_rows_and_have_the_same_bytes():
    within = (("AEBODSYS", "Eye"), ("AEDECOD", "Dry eye"))
    deep = Line(Words("x"), (cell(1.5, "1.5"), cell(None, "-"), cell("=1", "=1")), within=within)
    shown = computed(Result((Line(Words("y"), (cell(2.0, "2"),)), deep)))
    files = ard_files([shown])
    assert files == ard_files([shown])
    assert list(files) == ["ard.parquet", "ard.json", "events.csv"]
    table = pq.read_table(io.BytesIO(files["ard.parquet"])).to_pylist()
    assert [r["stat"] for r in table] == [2.0, 1.0, 3.0, 2.0, 1.5, None, None]
    assert table[4]["group3_level"] == "Dry eye" and table[3]["group3_level"] == ""
    said = json.loads(files["ard.json"])
    assert [{k: v for k, v in r.items() if not k.startswith("group")} for r in said] == [
        {k: v for k, v in r.items() if not k.startswith("group")} for r in table
    ]
    assert "group2" not in said[3] and said[4]["group3"] == "AEDECOD"
    read = list(csv.DictReader(io.StringIO(files["events.csv"].decode("utf-8-sig"), newline="")))
    assert [r["stat"] for r in read] == ["2.0", "1.0", "3.0", "2.0", "1.5", "", ""]
    assert (read[6]["stat_text"], read[6]["stat_fmt"]) == ("'=1", "'=1")


def test_no_display_gives_empty_files():
    files = ard_files([])
    assert pq.read_table(io.BytesIO(files["ard.parquet"])).num_rows == 0
    assert json.loads(files["ard.json"]) == []
