from onespec.adam.methods.date_imputation_flag import date_imputation_flag
from onespec.engine.columns import text


def test_d_for_a_day_that_was_imputed():
    assert list(date_imputation_flag(text(["1960-01", "1960-01-05", "1960-01-05T10:00", "1960", ""]))) == [
        "D",
        "",
        "",
        "",
        "",
    ]
