from onespec.adam.methods.first_date import first_date
from onespec.engine.columns import text


def test_the_earliest_of_each_group():
    date = text(["1960-01-10T08:00", "1960-01-05", "", "1960-02", "1960-02-03", "1960"]).set_axis([1, 1, 1, 2, 2, 3])
    assert first_date(date).dropna().to_dict() == {1: 4, 2: 31}


def test_dates_after_the_last_that_counts():
    date = text(["1960-01-10", "1960-01-05T08:00", "1960-01-06", "1960-01", "1960-02"]).set_axis([1, 1, 2, 3, 3])
    assert first_date(date, "1960-01-05").to_dict() == {1: 4, 3: 0}


def test_no_records_at_all():
    assert len(first_date(text([]))) == 0
