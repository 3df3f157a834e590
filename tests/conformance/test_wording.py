import pytest

from onespec.conformance.breach import CORE, ONESPEC, Breach
from onespec.conformance.run import Run
from onespec.conformance.wording import english_rules, of_language

CASE, OTHER = "CORE-000594", "CORE-000019"
LABEL = ("variable_label",)


def run(*breaches):
    return Run(CORE, "0.16.0", {"ran": 3, "not applicable": 1, "failed": 0}, list(breaches), ["Before."])


def of(rule, variables=LABEL, values=("不良事件",), engine=CORE):
    return Breach(engine, rule, "AE", None, variables, values, "Not in title case.")


def test_each_rule_has_its_reason_and_source():
    assert (CORE, CASE) in english_rules()
    assert all(judges and source for judges, source in english_rules().values())


def test_in_another_language_it_is_told_and_no_breach():
    found = of_language(run(of(CASE), of(OTHER), of(CASE)), "zh")
    assert found.breaches == [of(OTHER)]
    assert found.rules == {"ran": 2, "not applicable": 2, "failed": 0}
    before, told = found.notes
    assert before == "Before."
    assert told.startswith(f"CORE: {CASE} is not applicable to this edition") and "It spoke 2 times" in told


@pytest.mark.parametrize("breach", [of(OTHER), of(CASE, (), ()), of(CASE, engine=ONESPEC)])
def test_what_is_not_about_wording_stays(breach):
    """Another rule, a rule that failed, a rule of another engine with the same name."""
    whole = run(breach)
    assert of_language(whole, "zh") is whole


def test_a_rule_that_failed_elsewhere_is_not_counted_away():
    found = of_language(run(of(CASE), of(CASE, (), ())), "zh")
    assert found.breaches == [of(CASE, (), ())] and found.rules["ran"] == 3 and len(found.notes) == 2


def test_in_english_it_is_a_breach():
    whole = run(of(CASE))
    assert of_language(whole, "en") is whole
