import pytest

from onespec.engine.contract import Report
from onespec.sdtm.checks.must_not_change import must_not_change

from .given import rows, selection


@pytest.mark.parametrize(
    ("values", "dates", "wrong"),
    [
        (["CT", "CT"], ["2021-01-01", "2021-02-01"], []),
        (["CT", "MRI"], ["2021-01-01", "2021-02-01"], [1]),
        (["MRI", "CT"], ["2021-02-01", "2021-01-01"], [0]),
        (["CT", "", "MRI"], ["2021-01-01", "2021-02-01", "2021-03-01"], [2]),
        (["CT", "MRI", "MRI"], ["2021-01-01", "2021-02-01", "2021-03-01"], [1]),
        (["CT", "MRI", "CT"], ["2021-01-01", "2021-02-01", "2021-03-01"], [1, 2]),
        (["CT", "MRI"], ["2021-01-01", ""], []),
    ],
)
def test_values_by_date(values, dates, wrong):
    report = Report()
    columns = {"NO": ["T1"] * len(values), "METHOD": values, "DATE": dates}
    must_not_change(selection(columns), ["NO"], "METHOD", "DATE", "Another method.", report)
    assert rows(report) == wrong


def test_each_lesion_has_its_own_method_and_the_value_before_comes_into_question_too():
    columns = {"NO": ["T1", "T2", "T1"], "METHOD": ["CT", "MRI", "MRI"], "DATE": ["2021-01-01"] * 2 + ["2021-02-01"]}
    report = Report()
    must_not_change(selection(columns), ["NO"], "METHOD", "DATE", "Another method.", report)
    assert (rows(report), list(report.against[0][0])) == ([2], [0])
