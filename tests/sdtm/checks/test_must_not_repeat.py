from onespec.engine.contract import Report
from onespec.sdtm.checks.must_not_repeat import must_not_repeat

from .given import messages, rows, selection

TWICE = selection(
    {
        "SUBJECT": ["1", "1", "1", "2", "1", "1"],
        "TERM": ["Nausea", "Fever", "Nausea", "Nausea", "", ""],
        "START": ["2021-01-04", "2021-01-04", "2021-01-04", "2021-01-04", "2021-01-04", "2021-01-04"],
    }
)


def test_each_record_after_the_first_of_its_like():
    report = Report()
    must_not_repeat(TWICE, ["TERM"], report, "START")
    assert (rows(report), messages(report)) == ([2], ["AE has a record with the same TERM, START already."])
    assert list(report.against[0][0]) == [0]


def test_without_a_date_the_rest_counts():
    report = Report()
    must_not_repeat(TWICE, ["START"], report, message="Twice.", fix="Remove one.")
    assert (rows(report), report.entries[0].fix) == ([1, 2, 4, 5], "Remove one.")


def test_partial_and_blank_dates_may_be_of_two_days():
    for dates in (["2021-01", "2021-01"], ["", ""], ["2021-01-04", "2021-01-04T10:00"]):
        report = Report()
        must_not_repeat(selection({"TERM": ["A", "A"], "START": dates}), ["TERM"], report, "START")
        assert rows(report) == []


def test_no_records():
    report = Report()
    must_not_repeat(selection({"TERM": []}), ["TERM"], report)
    assert rows(report) == []
