"""The rules are whole, each has a seeded fault, and the page of documentation lists them."""

from __future__ import annotations

import re

import pytest
from support import ROOT

from onespec.define.check import run  # noqa: F401  it registers the kinds
from onespec.define.check.mend import MENDERS
from onespec.define.check.rules import KINDS, SEVERITIES, rules

from .data_seeds import DATA_SEEDS
from .more_seeds import MORE_SEEDS
from .seeds import SEEDS

PAGE = ROOT / "docs" / "define-check.md"
BEGIN, END = "<!-- rules -->\n", "<!-- end of the rules -->"
ELSEWHERE = {"DX1106"}  # a file that is no PDF: test_documents.py


def test_each_rule_has_a_seeded_fault():
    seeded = {seed.rule for seed in (*SEEDS, *MORE_SEEDS, *DATA_SEEDS)}
    assert seeded | ELSEWHERE == rules().keys()
    assert len(SEEDS) + len(MORE_SEEDS) + len(DATA_SEEDS) >= 60


@pytest.mark.parametrize("rule", rules().values(), ids=lambda r: r.id)
def test_a_rule_is_whole(rule):
    assert re.fullmatch(r"DX\d{4}", rule.id) and rule.severity in SEVERITIES
    assert rule.message[-1:] in ".?}" and rule.fix.endswith(".") and rule.source
    assert rule.data == (rule.kind == "data") and (rule.data or rule.kind in KINDS)
    assert not rule.mend or rule.mend in MENDERS
    assert rule.only in ("", "variables", "values", "sdtm", "adam") and rule.version in ("", "2.1")


def test_each_kind_and_each_correction_is_used():
    assert {r.kind for r in rules().values()} - {"data"} == KINDS.keys()
    assert {r.mend for r in rules().values()} - {""} == MENDERS.keys()


def table() -> str:
    """The rules as the page lists them."""
    lines = ["| rule | severity | says | source |", "|---|---|---|---|"]
    for rule in rules().values():
        said = rule.message.replace("{value}", "…").replace("{detail}", "…").replace("|", "\\|").replace("<", "\\<")
        marks = [*(["2.1 only"] if rule.version else []), *(["--fix"] if rule.mend else [])]
        suffix = f" ({', '.join(marks)})" if marks else ""
        lines.append(f"| {rule.id} | {rule.severity} | {said}{suffix} | {rule.source} |")
    return "\n".join([*lines, ""])


def test_the_page_lists_the_rules(request):
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    listed, _, after = rest.partition(END)
    if request.config.getoption("--update-golden"):
        PAGE.write_text(f"{before}{BEGIN}{table()}{END}{after}", encoding="utf-8", newline="\n")
    else:
        assert listed == table(), "docs/define-check.md lists other rules; --update-golden lists them anew"
