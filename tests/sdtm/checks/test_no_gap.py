import pytest

from onespec.engine.contract import Report
from onespec.sdtm.checks.no_gap import no_gap

from .given import messages, rows, selection


def asked(periods, days=7, drugs=None, by=None):
    columns = {"START": [p[0] for p in periods], "END": [p[1] for p in periods], "DRUG": drugs or ["A"] * len(periods)}
    report = Report()
    no_gap(selection(columns), "START", "END", days, report, by)
    return report


@pytest.mark.parametrize(
    ("periods", "wrong"),
    [
        ([("2021-01-01", "2021-01-05"), ("2021-01-12", "2021-01-20")], []),
        ([("2021-01-01", "2021-01-05"), ("2021-01-13", "2021-01-20")], [1]),
        ([("2021-01-13", "2021-01-20"), ("2021-01-01", "2021-01-05")], [0]),
        ([("2021-01-01", ""), ("2021-01-09", "")], [1]),  # an infusion of one day
        ([("2021-01-01", "2021-01-31"), ("2021-01-02", "2021-01-03"), ("2021-02-05", "")], []),  # the longest counts
        ([("2021-01-01", "2021-01"), ("2021-03-13", "")], []),
        ([("2021-01", "2021-01-05"), ("2021-03-13", "")], []),
    ],
)
def test_periods_that_follow_one_another(periods, wrong):
    assert rows(asked(periods)) == wrong


def test_of_each_drug_where_that_is_asked():
    periods = [("2021-01-01", "2021-01-05"), ("2021-01-06", "2021-01-20"), ("2021-01-21", "")]
    assert rows(asked(periods, drugs=["A", "B", "A"])) == []
    assert rows(asked(periods, drugs=["A", "B", "A"], by=["DRUG"])) == [2]


def test_the_message_names_the_end_before():
    report = asked([("2021-01-01", ""), ("2021-01-09", "")])
    assert messages(report) == ["More than 7 days lie between the end of the record before, 2021-01-01, and this one."]
    assert list(report.against[0][0]) == [0]
