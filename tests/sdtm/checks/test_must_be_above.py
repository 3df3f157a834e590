import pytest

from onespec.engine.contract import Report
from onespec.sdtm.checks.must_be_above import Lower, must_be_above

from .given import messages, rows, selection


def asked(high, low, at=("W1", "W1")):
    source = selection({"N": [high], "VISIT": [at[0]]})
    lower = selection({"N": [low], "VISIT": [at[1]]}, Lower, value="N", match=["VISIT"])
    report = Report()
    must_be_above(source, "N", ["VISIT"], lower, "Not above.", report)
    return report


@pytest.mark.parametrize(
    ("high", "low", "wrong"), [(120, 80, []), (80, 80, [0]), (80, 120, [0]), (None, 80, []), (80, None, [])]
)
def test_a_number_and_its_partner(high, low, wrong):
    assert rows(asked(high, low)) == wrong


def test_the_partner_is_that_of_the_same_visit_and_comes_into_question_too():
    assert rows(asked(80, 120, ("W1", "W2"))) == []
    report = asked(80, 120)
    ((beside,),) = report.against
    assert (messages(report), beside.column, list(beside.rows)) == (["Not above."], "N", [0])
