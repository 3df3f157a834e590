from onespec.adam.methods.last_date_until import last_date_until
from onespec.engine.columns import text


def test_the_latest_up_to_the_date_and_with_it():
    date = text(["1960-01-10", "1960-01-11", "1960-01-12", "1960-01-12", "1960-01", "1959-12", ""]).set_axis(
        [1, 1, 1, 2, 3, 4, 5]
    )
    assert last_date_until(date, "1960-01-11").to_dict() == {1: 10, 4: -1}


def test_no_records_at_all():
    assert len(last_date_until(text([]), "1960-01-11")) == 0
