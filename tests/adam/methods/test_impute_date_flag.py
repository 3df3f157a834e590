from onespec.adam.methods.impute_date_flag import impute_date_flag
from onespec.engine.columns import text


def test_d_for_a_day_that_was_imputed():
    assert list(impute_date_flag(text(["1960-01", "1960-01-05", "1960-01-05T10:00", "1960", ""]))) == ["D", "", "", "", ""]
