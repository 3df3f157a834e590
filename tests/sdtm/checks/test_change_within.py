import pytest

from onespec.engine.contract import Report
from onespec.sdtm.checks.change_within import change_within

from .given import messages, rows, selection


def asked(values, dates=None, tests=None, percent=10.0):
    n = len(values)
    columns = {"TEST": tests or ["W"] * n, "N": values, "DATE": dates or [f"2021-01-{i:02d}" for i in range(1, n + 1)]}
    report = Report()
    change_within(selection(columns), ["TEST"], "N", "DATE", percent, report)
    return report


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ([60, 66], []),
        ([60, 66.1], [1]),
        ([60, 53.9], [1]),
        ([60, 54], []),
        ([0.3, 0.33], []),  # 10 percent, whatever the computer makes of it
        ([60, None, 70], [2]),
        ([0, 70], []),
        ([60, 70, 60], [1, 2]),
    ],
)
def test_numbers_in_their_order(values, wrong):
    assert rows(asked(values)) == wrong


def test_the_date_orders_them_and_a_partial_one_does_not():
    assert rows(asked([70, 60, 66], ["2021-01-03", "2021-01-01", "2021-01-02"])) == []
    assert rows(asked([60, 70], ["2021-01-01", "2021-01"])) == []
    assert rows(asked([60, 70], tests=["W", "H"])) == []


def test_the_message_names_the_result_before():
    report = asked([60, 70], percent=12.5)
    assert messages(report) == ["The result differs from the one before it, 60, by more than 12.5 percent."]
    assert list(report.against[0][0]) == [0]
