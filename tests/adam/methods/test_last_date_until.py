import numpy as np

from onespec.adam.methods.last_date_until import last_date_until
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def test_the_latest_up_to_the_date_and_with_it():
    date = text(["1960-01-10", "1960-01-11", "1960-01-12", "1960-01-12", "1960-01", "1959-12", ""])
    latest = last_date_until(Many(date, np.array([0, 0, 0, 1, 2, 3, 4]), 5), "1960-01-11")
    np.testing.assert_array_equal(latest, [10, np.nan, 10, -1, np.nan])


def test_no_records_at_all():
    assert last_date_until(Many(text([]), np.array([], int), 2), "1960-01-11").isna().all()


def test_never_after_the_end_of_each_subject():
    """Dates after the death of the subject are none on which it was seen alive; without a death the others count."""
    date = text(["1960-01-05", "1960-01-09", "1960-01-09", "1960-01", "1960-01-08"])
    of = Many(date, np.array([0, 0, 1, 2, 2]), 3)
    latest = last_date_until(of, "1960-02-29", number([7, np.nan, 9]), np.array([0, 1, 2]))  # days 7 and 9: 8, 10 Jan
    np.testing.assert_array_equal(latest, [4, 8, 9])


def test_a_date_without_a_day_is_not_read_past_the_last_day_that_counts():
    """January begins by 11 January, February does not; of 1960 no month is known."""
    date = text(["1960-01", "1960-02", "1960", "1960-01", "1960-01-05"])
    latest = last_date_until(Many(date, np.array([0, 1, 2, 3, 3]), 4), "1960-01-11")
    np.testing.assert_array_equal(latest, [10, np.nan, np.nan, 10])


def test_what_starts_by_the_last_day_that_counts_and_ends_later_lasts_to_that_day():
    """Tablets from 5 to 20 January are taken on 11 January; those from 12 January are not."""
    groups = np.array([0, 1, 2, 3, 3, 4])
    end = Many(text(["1960-01-20", "1960-01-20", "1960-01-20", "1960-01-08", "1960-01-20", "1960-01"]), groups, 5)
    start = Many(text(["1960-01-05", "1960-01-12", "", "1960-01-02", "1960-01-12", ""]), groups, 5)
    latest = last_date_until(end, "1960-01-11", start=start)
    np.testing.assert_array_equal(latest, [10, np.nan, np.nan, 7, 10])
