from onespec.adam.methods.last_date import last_date
from onespec.engine.columns import text


def test_the_latest_of_each_group():
    date = text(["1960-01-10T08:00", "1960-01-05", "", "1960-02", "1960-02-03", "1960"]).set_axis([1, 1, 1, 2, 2, 3])
    assert last_date(date).dropna().to_dict() == {1: 9, 2: 59}


def test_no_records_at_all():
    assert len(last_date(text([]))) == 0
