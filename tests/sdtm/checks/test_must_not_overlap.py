import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.contract import Report
from onespec.sdtm.checks.must_not_overlap import must_not_overlap

from .given import day, messages, rows, selection

COLUMNS = ("SUBJECT", "TERM", "START", "END", "ON")
RECORDS = st.lists(
    st.tuples(
        st.sampled_from("12"),
        st.sampled_from(("Nausea", "Fever", "")),
        st.one_of(st.none(), st.integers(1, 8)),
        st.one_of(st.none(), st.integers(1, 9)),
        st.sampled_from(("", "ONGOING")),
    ),
    min_size=1,
    max_size=7,
)


def asked(records, report):
    subject, term, start, end, on = (list(c) for c in zip(*records, strict=True))
    columns = dict(zip(COLUMNS, (subject, term, [day(d) for d in start], [day(d) for d in end], on), strict=True))
    must_not_overlap(selection(columns), ["TERM"], "START", "END", report, ongoing="ON")
    return rows(report)


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        (("2021-01-01", "2021-01-05", ""), ("2021-01-04", "2021-01-06", ""), True),
        (("2021-01-01", "2021-01-05", ""), ("2021-01-05", "2021-01-06", ""), False),  # one day in common: goes over
        (("2021-01-01", "", "ONGOING"), ("2021-03-05", "2021-03-06", ""), True),
        (("2021-01-01", "", ""), ("2021-01-01", "2021-03-06", ""), False),  # an end that nobody filled in
        (("2021-01", "2021-01-05", ""), ("2021-01-04", "2021-01-06", ""), False),  # partial
        (("2021-01-01", "2021-01", ""), ("2021-01-04", "2021-01-06", ""), False),
        (("", "2021-01-05", ""), ("2021-01-04", "2021-01-06", ""), False),
    ],
)
def test_two_periods(first, second, overlap):
    columns = {n: [a, b] for n, a, b in zip(("START", "END", "ON"), first, second, strict=True)}
    report = Report()
    must_not_overlap(selection({"TERM": ["A", "A"], **columns}), ["TERM"], "START", "END", report, ongoing="ON")
    assert rows(report) == ([1] if overlap else [])
    assert set(messages(report)) <= {"AE has two records with the same TERM whose periods overlap."}


@given(RECORDS)
def test_as_two_loops_find_them(records):
    def period(record):
        _, _, start, end, on = record
        return start, (end if end is not None else float("inf") if on else start)

    known = [i for i, r in enumerate(records) if r[1] and r[2] is not None]
    order = sorted(known, key=lambda i: (records[i][2], i))
    wanted = sorted(
        i
        for place, i in enumerate(order)
        if any(
            records[j][:2] == records[i][:2] and period(records[i])[0] < period(records[j])[1] for j in order[:place]
        )
    )
    assert asked(records, Report()) == wanted


def test_the_other_period_comes_into_question_too():
    report = Report()
    asked([("1", "A", 1, 5, ""), ("1", "A", 3, 4, "")], report)
    ((against,),) = report.against
    assert list(against) == [0]
