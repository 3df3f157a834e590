"""A step as YAML: what a reader of define.xml sees of an analysis."""

from __future__ import annotations

import yaml

from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Step
from onespec.engine.spec.step_text import chooses, derived_text, step_text
from onespec.engine.spec.verbs import Derived
from onespec.engine.spec.yamltext import Map, Seq


def test_parameters_selections_and_texts_that_look_like_numbers():
    times = Map(
        {
            "at": Seq(["08", "6", "30.4375", "1.0", "-2e3"]),
            "events": Seq([Map({"from": "ADRS", "where": Map({"AVALC": "NO"})})]),
        }
    )
    step = Step("lanes", "ADSL", (Condition("SEX", "IN", ("F", "M")),), {"A": "1"}, times)
    assert yaml.safe_load(step_text(step)) == [
        {
            "lanes": {
                "from": "ADSL",
                "where": {"SEX": {"IN": ["F", "M"]}},
                "at": ["08", 6, 30.4375, 1.0, "-2e3"],
                "events": [{"from": "ADRS", "where": {"AVALC": "NO"}}],
                "set": {"A": "1"},
            }
        }
    ]


def test_other_alphabets_are_escaped():
    assert step_text(Step("counts", "", (), {}, {"named": "不"})) == '- counts: {named: "\\u4E0D"}\n'


def test_what_a_variable_is_derived_by():
    verb = Derived(
        "first_value", {"of": "LB.LBSTRESN", "n": "01"}, (Condition("LBTESTCD", "IN", ("A", "B")),), {"V": "W"}
    )
    assert yaml.safe_load(derived_text(verb)) == {
        "derived": "first_value",
        "with": {"of": "LB.LBSTRESN", "n": "01"},
        "where": {"LBTESTCD": {"IN": ["A", "B"]}},
        "match": {"V": "W"},
    }


def test_a_rule_of_a_where_or_of_a_table():
    where = (Condition("A", "EQ", ("1",)),)
    assert chooses(Derived("m", {}, where), ()) and chooses(Derived("m", {"of": {"where": {"A": 1}}}), ())
    assert chooses(Derived("m", {"table": "units"}), {"units"}) and chooses(Derived("m", {"t": [["units"]]}), {"units"})
    assert not chooses(Derived("m", {"table": "units", "n": 1}), {"other"})
