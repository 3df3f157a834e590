import pandas as pd

from onespec.adam.methods.flag_any_up_to import flag_any_up_to
from onespec.engine.columns import text


def test_one_record_up_to_the_date_is_enough():
    date = text(
        ["2027-10-31T09:00", "2027-11-01", "2027-11-01", "2027-10-30", "2027-10", "2027-11", "2027", "2028", ""]
    )
    date = date.set_axis([0, 1, 2, 2, 3, 4, 5, 6, 7])
    assert list(flag_any_up_to(date, "2027-10-31", pd.Series(range(9)))) == [
        "Y",
        "N",
        "Y",
        "Y",
        "N",
        "Y",
        "N",
        "N",
        "N",
    ]


def test_no_records_at_all():
    assert list(flag_any_up_to(text([]), "2027-10-31", pd.Series([0]))) == ["N"]
