import pytest

from onespec.engine.contract import Report
from onespec.sdtm.checks.must_exist_near import Period, must_exist_near

from .given import rows, selection


def asked(own, other, before=0, after=0, ended=True):
    source = selection({"START": [own[0]], "END": [own[-1]], "TERM": ["Fever"]})
    near = selection({"FROM": [p[0] for p in other], "TO": [p[1] for p in other]}, Period, date="FROM", end="TO")
    report = Report()
    end = "END" if ended else None
    must_exist_near(source, "START", near, "Nothing near.", report, before, after, end=end, shown="TERM")
    return report


@pytest.mark.parametrize(
    ("other", "before", "after", "wrong"),
    [
        ([("2021-01-10", "2021-01-12")], 0, 0, False),
        ([("2021-01-01", "2021-01-09")], 0, 0, True),
        ([("2021-01-01", "2021-01-09")], 1, 0, False),
        ([("2021-01-11", "2021-01-12")], 0, 0, True),
        ([("2021-01-11", "2021-01-12")], 0, 1, False),
        ([("2021-01-01", "")], 0, 0, False),  # it goes on
        ([("", "2021-01-09")], 0, 0, True),
        ([("", "")], 0, 0, False),  # it may lie anywhere
        ([("2021-01", "2021-01")], 0, 0, False),
        ([], 0, 0, True),
        ([("2021-01-01", "2021-01-02"), ("2021-01-10", "2021-01-10")], 0, 0, False),
    ],
)
def test_a_day_and_a_period(other, before, after, wrong):
    assert rows(asked(["2021-01-10"], other, before, after, ended=False)) == ([0] if wrong else [])


def test_a_period_of_its_own_lasts_to_its_end():
    assert rows(asked(["2021-01-10", "2021-01-20"], [("2021-01-20", "2021-01-25")])) == []
    assert rows(asked(["2021-01-10", "2021-01-20"], [("2021-01-21", "2021-01-25")])) == [0]
    assert rows(asked(["2021-01-10", ""], [("2021-06-21", "2021-06-25")])) == []


def test_a_record_without_a_date_is_not_looked_at_and_shown_is_what_the_query_shows():
    assert rows(asked([""], [])) == []
    (entry,) = asked(["2021-01-10"], []).entries
    assert (list(entry.values), entry.message) == (["Fever"], "Nothing near.")
