"""The names of rows of the raw store."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Findings
from onespec.engine.plan.make import make_plan
from onespec.engine.raw.fill import fill_store
from onespec.engine.raw.named_rows import named_rows
from onespec.engine.registry import discover

EVENTS = [("events", "events.csv", row) for row in (1, 2, 3, 4, 5)]


def names(other, tmp_path, wanted, part_rows: int = 1):
    findings = Findings()
    plan = make_plan(other.spec, discover(("onespec.sdtm", "onespec.adam")), findings)
    store = fill_store(plan.study, other.raw, tmp_path / f"store{part_rows}", part_rows, findings, lambda text: None)
    return named_rows(plan.study, store, wanted)


@pytest.mark.parametrize("part_rows", [1, 12, 10_000])
def test_names_are_the_same_for_any_cut(other, tmp_path, part_rows):
    other.append("raw/events.csv", "101,1,hoarse voice,Dysphonia,Chest,20/01/2021,no,\n")
    found = names(other, tmp_path, EVENTS, part_rows)
    assert {row: name for (_, _, row), name in found.items()} == {
        1: "101 / 1",
        2: "201 / 1",
        3: "201 / 2",
        4: "101 / 1 #2",
    }


def test_a_name_is_that_of_the_whole_form_though_few_rows_are_asked_for(other, tmp_path):
    other.append("raw/events.csv", "101,1,hoarse voice,Dysphonia,Chest,20/01/2021,no,\n")
    assert names(other, tmp_path, EVENTS[3:4]) == {EVENTS[3]: "101 / 1 #2"}


def test_rows_that_the_store_does_not_have_are_left_out(other, tmp_path):
    other.append("raw/events.csv", "999,1,hoarse voice,Dysphonia,Chest,20/01/2021,no,\n")
    wanted = [EVENTS[3], ("events", "other.csv", 1), ("nothing", "events.csv", 1)]
    assert names(other, tmp_path, wanted) == {}
