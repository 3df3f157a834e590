from onespec.adam.methods.last_date_flag import last_date_flag
from onespec.engine.columns import text


def test_d_when_the_latest_date_was_imputed():
    date = text(["1960-01", "1960-01-05", "1960-01", "1960-01-31", "1960-02-05", "1960-01", "", "1960"]).set_axis(
        [1, 1, 2, 2, 3, 3, 4, 5]
    )
    assert last_date_flag(date).to_dict() == {1: "D", 2: "", 3: "", 4: "", 5: ""}


def test_no_records_at_all():
    assert len(last_date_flag(text([]))) == 0
