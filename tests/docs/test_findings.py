"""docs/findings.md names every rule of a build, and no other; qc tells of its own in its report, ct check in docs/conformance.md."""

from __future__ import annotations

import ast
import re

from support import ROOT

RULE = re.compile("[A-Z]+(-[A-Z0-9]+)+")
ROOMS = ("engine", "sdtm", "adam", "define", "cli")
OTHER_WORDS = {"UTF-8", "FOLLOW-UP", "YYYY-MM-DD", "SPECIAL-PURPOSE", "TIME-TO-EVENT"}


def rules_of_the_program() -> set[str]:
    texts = (
        node.value
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in texts if RULE.fullmatch(text) and not text.startswith(("QC-", "CT-"))} - OTHER_WORDS


def rules_of_the_page() -> list[str]:
    """The rules of the tables under 'All rules'."""
    page = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8").partition("## All rules")[2]
    first = [line.split("|")[1] for line in page.splitlines() if line.startswith("|")]
    names = [name.strip() for cell in first for name in cell.split(",")]
    return [name for name in names if RULE.fullmatch(name)]


def test_the_page_names_every_rule_once():
    listed = rules_of_the_page()
    assert sorted(listed) == sorted(set(listed))
    assert set(listed) == rules_of_the_program()


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
