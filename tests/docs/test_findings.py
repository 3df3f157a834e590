"""docs/findings.md names every rule of a build, and no other.

qc tells of its own in its report, ct check in docs/conformance.md.
"""

from __future__ import annotations

import re

import pytest
from support import ROOT

from onespec.engine.findings import QUERY, STOP
from onespec.engine.milestones import AT_LOCK, CODING, MAPPING, MILESTONES, levels_at
from onespec.engine.registry import discover
from onespec.engine.rules import LOWERED, QUERIES, RULES

RULE = re.compile("[A-Z]+(-[A-Z0-9]+)+")


def rows_of_the_page() -> list[list[str]]:
    """The rows of the tables under 'All rules': the rule first, its meaning last."""
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8").partition("## All rules")[2]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("|")]
    return [row for row in rows if RULE.fullmatch(row[0])]


def test_the_page_names_every_rule_once():
    listed = [row[0] for row in rows_of_the_page()]
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == RULES.keys() | discover(("onespec.sdtm", "onespec.adam")).rules


@pytest.mark.parametrize("row", [row for row in rows_of_the_page() if row[0] in RULES], ids=lambda row: row[0])
def test_the_page_says_of_a_rule_what_the_table_says(row):
    assert row[-1] == RULES[row[0]]


def test_the_levels_of_the_page_are_those_of_the_table():
    """A rule is a query, and may be raised, where the page says so; the stops that may be lowered are listed."""
    told = {row[0] for row in rows_of_the_page() if len(row) == 3 and "query" in row[1]}
    assert told & RULES.keys() == QUERIES
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    listed = page.partition("These stops may be lowered: ")[2].partition(", and those that operations declare")[0]
    assert set(listed.split(", ")) == LOWERED


def test_the_levels_by_milestone_are_those_of_the_table():
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    table = page.partition("| rule | draft | dry-run | lock |")[2].partition("\n\n")[0]
    told = {}
    for line in table.splitlines()[2:]:
        rules, *levels = (cell.strip() for cell in line.strip("|").split("|"))
        told |= dict.fromkeys(rules.split(", "), dict(zip(MILESTONES, levels, strict=True)))
    assert told.keys() == MAPPING | CODING | AT_LOCK
    for rule, levels in told.items():
        own, stated = QUERY if rule in AT_LOCK else STOP, {rule: QUERY} if rule in CODING else {}
        assert levels == {m: levels_at(m, stated).get(rule, own) for m in MILESTONES}


def test_twenty_spoiled_inputs_have_their_tests():
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    table = page.partition("## Twenty spoiled inputs")[2].partition("## All rules")[0]
    rules = {
        rule
        for line in table.splitlines()
        if line.startswith("| ")
        for rule in re.findall("[A-Z]+(?:-[A-Z]+)+", line.split("|")[2])
    }
    tests = (ROOT / "tests" / "test_spoiled.py").read_text(encoding="utf-8")
    assert rules and {rule for rule in rules if rule not in tests} == set()
