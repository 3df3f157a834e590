"""The report that an operation is given takes the rules that the operation declares."""

from __future__ import annotations

import pytest

from onespec.engine.contract import Report, UndeclaredRule


def test_declared_rules_are_taken():
    report = Report(("DOSE-HIGH", "DOSE-UNIT"))
    report.query("DOSE-UNIT", "No unit.", "Ask.", [1])
    report.stop("DOSE-HIGH", "Too high.", "Correct it.", [0, 2])
    assert [(level, rule, rows.tolist()) for level, rule, _, _, rows, _ in report.entries] == [
        ("query", "DOSE-UNIT", [1]),
        ("stop", "DOSE-HIGH", [0, 2]),
    ]


@pytest.mark.parametrize("rows", [[0], [], [False, True]])
@pytest.mark.parametrize("level", ["query", "stop"])
def test_another_rule_is_refused_whatever_the_data(level, rows):
    report = Report(("DOSE-HIGH", "DOSE-UNIT"))
    with pytest.raises(UndeclaredRule) as told:
        getattr(report, level)("DOSE-HIHG", "Too high.", "Correct it.", rows)
    assert str(told.value) == "it reports the rule 'DOSE-HIHG', and its decorator declares DOSE-HIGH, DOSE-UNIT"
    assert report.entries == []


def test_one_that_declares_none_may_report_none():
    with pytest.raises(UndeclaredRule, match="^it reports the rule 'DOSE-HIGH', and its decorator declares none$"):
        Report(()).query("DOSE-HIGH", "Too high.", "Correct it.", [0])


def test_without_a_declaration_any_rule_is_taken():
    report = Report()
    report.query("DOSE-HIGH", "Too high.", "Correct it.", [0])
    assert [entry[1] for entry in report.entries] == ["DOSE-HIGH"]
