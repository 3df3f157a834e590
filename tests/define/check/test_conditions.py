"""Conditions that no record can meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from onespec.define.check.run import check_world
from onespec.define.check.world import World

from .small import SMALL

CLAUSE = SMALL[SMALL.index('<RangeCheck Comparator="EQ" SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM">') :]
CLAUSE = CLAUSE[: CLAUSE.index("</RangeCheck>") + len("</RangeCheck>")]


def condition(how: str, *values: str) -> str:
    listed = "".join(f"<CheckValue>{value}</CheckValue>" for value in values)
    return f'<RangeCheck Comparator="{how}" SoftHard="Soft" def:ItemOID="IT.VS.VISITNUM">{listed}</RangeCheck>'


@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        ([("EQ", "1"), ("EQ", "1.0")], True),  # one number, written in two ways
        ([("EQ", "1"), ("EQ", "2")], False),
        ([("IN", "1", "2"), ("NE", "1")], True),
        ([("IN", "1", "2"), ("NOTIN", "1", "2")], False),
        ([("GE", "1"), ("LE", "1")], True),
        ([("GT", "1"), ("LE", "1")], False),
        ([("LT", "1"), ("GT", "2")], False),
        ([("NE", "1"), ("NE", "2")], True),
        ([("EQ", "2"), ("GT", "1")], True),
        ([("EQ", "1"), ("GT", "1")], False),
    ],
)
def test_conditions_on_one_variable(conditions, possible):
    spoiled = SMALL.replace(CLAUSE, "".join(condition(*each) for each in conditions))
    found = check_world(World(spoiled.encode(), Path("define.xml")), "define.xml").findings
    assert ("DX0804" not in {f.rule for f in found}) == possible
