"""Numbers visit by visit."""

from __future__ import annotations

import pytest
from analysed import NAN, made_source, printed

from onespec.results.contract import Facts
from onespec.results.methods.by_visit import by_visit

COLUMNS = {
    "AVISIT": ["Week 10", "Baseline", "Week 10", "Baseline"],
    "AVISITN": [10.0, 0.0, 10.0, 0.0],
    "AVAL": [8.0, 5.0, 6.0, 4.0],
    "CHG": [3.0, NAN, 2.0, NAN],
}


def test_visits_stand_in_their_order_with_value_and_change():
    facts = Facts(labels={"AVAL": "Value", "CHG": "Change"})
    result = by_visit(made_source([1, 1, 2, 2], ["A", "A"], facts, **COLUMNS), "AVISIT", "AVISITN", ["AVAL", "CHG"])
    found = printed(result)
    assert [line[0] for line in found if len(line) == 1] == ["Baseline", "  Value", "Week 10", "  Value", "  Change"]
    assert found[2:4] == [["    n", "2"], ["    Mean (SD)", "4.5 (0.71)"]]
    assert found[-4] == ["    Mean (SD)", "2.5 (0.71)"]
    assert result.lines[3].within == (("AVISIT", "Baseline"),) and result.lines[0].head


def test_one_variable_needs_no_heading():
    result = by_visit(made_source([1, 1, 2, 2], ["A", "A"], **COLUMNS), "AVISIT", "AVISITN", ["AVAL"])
    assert printed(result)[:2] == [["Baseline"], ["  n", "2"]]


def test_a_subject_with_two_values_at_a_visit_is_refused():
    with pytest.raises(ValueError, match="subject S1 has 2 records of AVAL at Baseline"):
        by_visit(made_source([1, 1, 1, 1], **COLUMNS), "AVISIT", "AVISITN", ["AVAL"])


@pytest.mark.parametrize(
    ("numbers", "said"), [([1.0, 2.0], "Day 1 has the numbers 1, 2 in AVISITN"), ([NAN, NAN], "Day 1 has no number")]
)
def test_a_visit_has_one_number(numbers, said):
    source = made_source([1, 2], AVISIT=["Day 1", "Day 1"], AVISITN=numbers, AVAL=[1.0, 2.0])
    with pytest.raises(ValueError, match=said):
        by_visit(source, "AVISIT", "AVISITN", ["AVAL"])
