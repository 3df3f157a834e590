from onespec.adam.methods.first_date import first_date
from onespec.engine.columns import text


def test_the_earliest_of_each_group():
    date = text(["1960-01-10T08:00", "1960-01-05", "", "1960-02", "1960-02-03", "1960"]).set_axis([1, 1, 1, 2, 2, 3])
    assert first_date(date).dropna().to_dict() == {1: 4, 2: 31}


def test_no_records_at_all():
    assert len(first_date(text([]))) == 0
