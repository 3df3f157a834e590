"""Rules in order."""

import numpy as np
import pytest

from onespec.adam.records._rules import Rule, Rules

SUMS = np.array([0, 5, 12, 40])
RULES = Rules(
    Rule(SUMS == 0, "NONE", "there is nothing"),
    Rule(SUMS < 10, np.array(["A", "B", "C", "D"]), "it is small"),
    Rule(SUMS < 20, "MEDIUM"),
    Rule(True, "LARGE"),
)


def test_the_first_that_holds_gives_the_value_and_the_sentence():
    assert list(RULES.given()) == ["NONE", "B", "MEDIUM", "LARGE"]
    assert [RULES.of(i).because for i in range(4)] == ["there is nothing", "it is small", "", ""]


def test_each_record_has_one_rule():
    assert [list(decides) for _, decides in RULES] == np.eye(4, dtype=bool).tolist()


def test_without_records():
    assert list(Rules(Rule(np.zeros(0, bool), "A"), Rule(True, "B")).given()) == []


def test_a_last_rule_that_may_not_hold():
    with pytest.raises(ValueError, match="the last rule must hold for every record"):
        Rules(Rule(SUMS == 0, "A"), Rule(SUMS > 0, "B"))
