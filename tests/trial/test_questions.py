"""What queries ask in Chinese."""

from __future__ import annotations

import re

import pytest

from onespec.engine.milestones import FOR_CODER, OF_EDITIONS
from onespec.engine.registry import discover
from onespec.engine.rules import LOWERED, QUERIES
from onespec.engine.spec.edit_checks import library
from onespec.trial.questions import chinese, wordings

REGISTRY = discover(("onespec.sdtm", "onespec.adam"))
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_rule_that_asks_a_site_has_its_chinese():
    stops = {rule for operation in REGISTRY.values() for rule in operation.stops}
    asked = QUERIES | LOWERED | (REGISTRY.rules - stops)
    asked -= {rule for rule in asked if rule.startswith("PACKAGE-")}  # they go to whoever packs, and not to a site
    assert sorted(asked - FOR_CODER - OF_EDITIONS - wordings().keys()) == []  # nor do a coder's rules
    assert sorted(wordings().keys() - asked) == []


@pytest.mark.parametrize("rule", sorted(wordings()))
def test_a_wording_names_what_varies_in_the_message(rule):
    general, particular = wordings()[rule]
    assert CHINESE.search(general) and set(re.findall(r"\{(\w+)\}", general)) <= {"value"}
    for pattern, text in particular:
        assert CHINESE.search(text) and set(re.findall(r"\{(\w+)\}", text)) <= set(pattern.groupindex)


def ask(rule: str, message: str, fix: str = "", value: str = "", own=None) -> str:
    return chinese([(rule, message, fix)], value, own or {})


def test_a_message_of_a_known_wording_keeps_its_dates():
    message = "The visit WEEK 6 on 2026-01-28 is outside its window, 2026-01-11 to 2026-01-24 (counted from WEEK 3)."
    asked = ask("CHECK-WINDOW", message)
    assert asked == (
        "访视 WEEK 6 的日期 2026-01-28 超出访视窗 2026-01-11 to 2026-01-24（自 WEEK 3 起算），"
        "请核实日期，并说明偏离原因。"
    )


def test_another_message_asks_what_the_rule_asks():
    assert ask("RAW-NUMBER", "'12x' is not a number.", value="12x") == "“12x”不是数值，请核实并填写数值。"
    assert ask("RAW-NUMBER", "'{value}' is not a number.", value="{value}") == "“{value}”不是数值，请核实并填写数值。"


def test_the_study_s_own_words_come_first():
    own = {"It is ongoing.": "正在进行。", "Ask.": "请核实。"}
    assert ask("CHECK-CONTRADICTION", "It is ongoing.", "Ask.", own=own) == "正在进行。请核实。"
    assert ask("CHECK-CONTRADICTION", "It is ongoing.", "Ask them.", own=own) == "正在进行。"


def test_a_query_of_several_findings_asks_all_of_them_or_none_in_chinese():
    said = [("RAW-WIDTH", "x", ""), ("RAW-NUMBER", "y", ""), ("RAW-NUMBER", "z", "")]
    both = chinese(said, "１", {})
    assert both == "“１”含有全角字符，请在 CRF 中更正为半角字符。“１”不是数值，请核实并填写数值。"
    assert chinese([*said, ("OWN-RULE", "Of a study's own method.", "")], "１", {}) == ""
    assert chinese([], "", {}) == ""


def test_a_check_of_the_library_asks_in_its_own_words():
    check = next(c for c in library().checks.values() if c.message.get("en") and c.operation == "must_not_be")
    said = ("CHECK-CONTRADICTION", check.message["en"], check.fix["en"], check.id)
    assert chinese([said], "", {}) == check.message["zh"] + check.fix["zh"]
    other = ("CHECK-CONTRADICTION", "The study says it otherwise.", "", check.id)
    assert chinese([other], "", {}) == wordings()["CHECK-CONTRADICTION"][0]


def test_every_check_of_the_library_has_its_chinese():
    assert [c.id for c in library().checks.values() if not (c.message.get("zh") and c.fix.get("zh"))] == []
