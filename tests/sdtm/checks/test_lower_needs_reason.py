import pytest

from onespec.engine.contract import Report
from onespec.sdtm.checks.lower_needs_reason import lower_needs_reason

from .given import rows, selection


@pytest.mark.parametrize(
    ("doses", "reasons", "wrong"),
    [
        ([200, 150], ["", ""], [1]),
        ([200, 150], ["", "ADVERSE EVENT"], []),
        ([200, 150, 150], ["", "ADVERSE EVENT", ""], []),  # it stays low
        ([150, 200], ["", ""], []),
        ([200, None, 150], ["", "", ""], [2]),
        ([200, 150, 100], ["", "", ""], [1, 2]),
    ],
)
def test_doses_in_their_order(doses, reasons, wrong):
    columns = {"DRUG": ["A"] * len(doses), "DOSE": doses, "REASON": reasons}
    columns["DATE"] = [f"2021-0{n}-01" for n in range(1, len(doses) + 1)]
    report = Report()
    lower_needs_reason(selection(columns), ["DRUG"], "DOSE", "DATE", "REASON", "Reduced.", report)
    assert rows(report) == wrong


def test_another_drug_has_another_dose():
    columns = {"DRUG": ["A", "B"], "DOSE": [200, 100], "REASON": ["", ""], "DATE": ["2021-01-01", "2021-01-02"]}
    report = Report()
    lower_needs_reason(selection(columns), ["DRUG"], "DOSE", "DATE", "REASON", "Reduced.", report)
    assert rows(report) == []
