import pytest

from onespec.engine.contract import Report
from onespec.sdtm.checks.must_agree_with import Planned, must_agree_with

from .given import rows, selection


def asked(given, planned, percent=0.0, unit="mg"):
    source = selection({"DOSE": [given], "UNIT": ["mg"]}, name="EC")
    plan = selection({"DOSE": [planned], "UNIT": [unit]}, Planned, name="EC", value="DOSE", match=["UNIT"])
    report = Report()
    must_agree_with(source, "DOSE", ["UNIT"], plan, "Not as planned.", report, percent)
    return report


@pytest.mark.parametrize(
    ("given", "planned", "percent", "wrong"),
    [
        (200, 200, 0, False),
        (199, 200, 0, True),
        (180, 200, 10, False),
        (220, 200, 10, False),
        (179, 200, 10, True),
        (0.33, 0.3, 10, False),  # 10 percent, whatever the computer makes of it
        (None, 200, 0, False),
        (200, None, 0, False),
        (200, 0, 10, True),
    ],
)
def test_a_number_and_the_planned_one(given, planned, percent, wrong):
    assert rows(asked(given, planned, percent)) == ([0] if wrong else [])


def test_without_a_partner_nothing_is_asked():
    assert rows(asked(100, 200, unit="mg/m2")) == []


def test_the_planned_number_comes_into_question_too():
    ((beside,),) = asked(100, 200).against
    assert (beside.selection.name, beside.column, list(beside.rows)) == ("EC", "DOSE", [0])
