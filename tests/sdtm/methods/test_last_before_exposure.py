import pytest

from onespec.engine.columns import number, text
from onespec.sdtm.methods.last_before_exposure import last_before_exposure


def flags(*records):
    subject, test, result, date, exposure = zip(*records, strict=True)
    return list(
        last_before_exposure(
            text(result), text(date), text(exposure), [text(test)], number(range(1, len(subject) + 1)), text(subject)
        )
    )


def test_last_filled_record_of_each_subject_and_test():
    dose = "2025-08-04"
    assert flags(
        ("01", "ALT", "20", "2025-07-20", dose),
        ("01", "ALT", "25", "2025-08-01", dose),
        ("01", "ALT", "", "2025-08-02", dose),
        ("01", "ALT", "30", "2025-08-05", dose),
        ("01", "AST", "22", "2025-07-20", dose),
        ("02", "ALT", "21", "2025-07-20", ""),
    ) == ["", "Y", "", "", "Y", ""]


@pytest.mark.parametrize(
    ("date", "exposure", "flag"),
    [
        ("2025-08-04", "2025-08-04T10:00", "Y"),
        ("2025-08-04T11:00", "2025-08-04", "Y"),
        ("2025-08-04T09:59", "2025-08-04T10:00", "Y"),
        ("2025-08-04T10:00", "2025-08-04T10:00", ""),
        ("2025-07", "2025-08-04", "Y"),
        ("2025-08", "2025-08-04", ""),
        ("2024", "2025-08-04T10:00", "Y"),
        ("2025", "2025-08-04", ""),
        ("", "2025-08-04", ""),
        ("2025-07-01", "2025-08", ""),
        ("2025-07-01", "", ""),
    ],
)
def test_times_count_where_both_are_known(date, exposure, flag):
    assert flags(("01", "ALT", "20", date, exposure)) == [flag]


def test_of_records_at_the_same_date_the_last_counts():
    assert flags(("01", "ALT", "20", "2025-08-01", "2025-08-04"), ("01", "ALT", "21", "2025-08-01", "2025-08-04")) == [
        "",
        "Y",
    ]


def test_a_date_without_a_time_comes_before_those_with_one_on_its_day():
    assert flags(
        ("01", "ALT", "20", "2025-08-01T08:00", "2025-08-04"), ("01", "ALT", "21", "2025-08-01", "2025-08-04")
    ) == ["Y", ""]


def test_a_partial_date_comes_before_the_more_precise_ones_of_its_period():
    dose = "2025-08-04"
    assert flags(
        ("01", "ALT", "20", "2025-07", dose),
        ("01", "ALT", "21", "2025-07-02", dose),
        ("01", "ALT", "22", "2025-06-30", dose),
    ) == ["", "Y", ""]
    assert flags(("01", "ALT", "20", "2025-07", dose), ("01", "ALT", "22", "2025-06-30", dose)) == ["Y", ""]
