from onespec.adam.methods.first_date_flag import first_date_flag
from onespec.engine.columns import text


def test_d_when_the_earliest_date_was_imputed():
    date = text(["1960-01", "1960-01-05", "1960-01", "1960-01-01", "1960-01-05", "1960-02", "", "1960"]).set_axis(
        [1, 1, 2, 2, 3, 3, 4, 5]
    )
    assert first_date_flag(date).to_dict() == {1: "D", 2: "", 3: "", 4: "", 5: ""}


def test_dates_after_the_last_that_counts():
    date = text(["1960-02", "1960-01-05", "1960-01", "1960-02-01", "1960-02"]).set_axis([1, 1, 2, 2, 3])
    assert first_date_flag(date, "1960-01-31").to_dict() == {1: "", 2: "D"}


def test_no_records_at_all():
    assert len(first_date_flag(text([]))) == 0
