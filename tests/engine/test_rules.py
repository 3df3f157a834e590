"""The table of the engine's rules holds what its code gives to findings, and nothing else; so do decorators."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

from onespec.engine.registry import discover
from onespec.engine.rules import RULES

SHAPE = re.compile("[A-Z]+(-[A-Z0-9]+)+")
OTHER_WORDS = {"UTF-8"}  # texts of the engine that look like a rule
OF_KINDS = "VERIFY-"  # and the kind of a fault that a reader of archives names
REGISTRY = discover(("onespec.sdtm", "onespec.adam"))
REPORTING = [o for o in REGISTRY.values() if any(p.kind == "report" for p in o.parameters.values())]


def trees(*rooms: str) -> dict[Path, ast.Module]:
    paths = [path for room in rooms for path in (ROOT / room).rglob("*.py") if path != ROOT / "engine" / "rules.py"]
    return {path: ast.parse(path.read_bytes()) for path in paths}


def texts(node: ast.AST) -> Iterator[str]:
    """Every text of the code; of joined texts no piece."""
    for child in ast.walk(node):
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child.value


def taking_a_rule(code: dict[Path, ast.Module]) -> dict[str, set[int]]:
    """Functions with a parameter ``rule`` -> the place of its argument in a call."""
    found: dict[str, set[int]] = {"Finding": {0}, "Problem": {0}}
    for tree in code.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [a.arg for a in node.args.args]
                if "rule" in names:
                    found.setdefault(node.name, set()).add(names.index("rule") - (names[0] == "self"))
    return found


def given_as_a_rule(code: dict[Path, ast.Module]) -> set[str]:
    """The texts that calls of those functions give as the rule, whatever they look like."""
    places = taking_a_rule(code)
    assert {"add", "stop", "Problem"} <= places.keys()
    out = set()
    for tree in code.values():
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            for place in places.get(name, ()):
                given = [k.value for k in call.keywords if k.arg == "rule"] + call.args[place : place + 1]
                out |= {
                    a.value
                    for a in given
                    if isinstance(a, ast.Constant) and isinstance(a.value, str) and "-" in a.value
                }
    return out


def test_the_table_holds_the_rules_of_the_engine_and_no_other():
    code = trees("engine", "submission")
    found = {text for tree in code.values() for text in texts(tree) if SHAPE.fullmatch(text)} - OTHER_WORDS
    facade = [ast.parse(path.read_bytes()) for path in (ROOT / "onespec").glob("*.py")]
    found |= RULES.keys() & {text for tree in facade for text in texts(tree)}
    words = {text for tree in trees("submission").values() for text in texts(tree)}
    found |= {rule for rule in RULES if rule.startswith(OF_KINDS) and rule.removeprefix(OF_KINDS) in words}
    assert found == set(RULES)
    given = {
        rule
        for rule in given_as_a_rule(trees("engine", "define", "pages", "trial", "submission", "cli"))
        if not rule.startswith("QC-")
    }
    assert len(given) > 50 and given <= set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_a_code_and_a_meaning(rule):
    assert SHAPE.fullmatch(rule)
    assert RULES[rule] and RULES[rule][-1] not in ".;" and "\n" not in RULES[rule] and "|" not in RULES[rule]


@pytest.mark.parametrize("operation", REPORTING, ids=lambda o: o.name)
def test_an_operation_declares_what_it_reports(operation):
    """The rules of its file and of the functions that it imports from other files of its room."""
    own = given_as_a_rule_by(Path(operation.file))
    assert own <= set(operation.reports)
    assert set(operation.reports) <= own | {rule for path in helpers(operation) for rule in given_as_a_rule_by(path)}


def test_an_operation_without_a_report_declares_no_rule():
    assert [o.name for o in REGISTRY.values() if o.reports and o not in REPORTING] == []


def test_no_operation_declares_a_rule_of_the_engine():
    assert REGISTRY.rules & set(RULES) == set()


def given_as_a_rule_by(path: Path) -> set[str]:
    """What a file of operations gives to ``report.query`` and ``report.stop``."""
    calls = [n for n in ast.walk(ast.parse(path.read_bytes())) if isinstance(n, ast.Call)]
    given = [c.args[0] for c in calls if getattr(c.func, "attr", "") in ("query", "stop")]
    assert all(isinstance(a, ast.Constant) for a in given), f"{path}: a rule that is not written out"
    return {a.value for a in given}


def helpers(operation) -> list[Path]:
    nodes = ast.walk(ast.parse(Path(operation.file).read_bytes()))
    names = {n.module for n in nodes if isinstance(n, ast.ImportFrom) and ".engine." not in n.module}
    return [Path(sys.modules[n].__file__) for n in names if n.startswith("onespec.")]
