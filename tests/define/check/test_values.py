"""What values are: their types, lengths and digits."""

from __future__ import annotations

import pytest

from onespec.define.check.values import different, finer, listed, longest, not_of_type, outside, used
from onespec.engine.columns import number, text

NAN = float("nan")


@pytest.mark.parametrize(
    ("type_", "right", "wrong"),
    [
        ("date", ["2027-01-02"], ["2027-01", "2027-01-02T10:00", "02JAN2027"]),
        ("datetime", ["2027-01-02T10:00", "2027-01-02T10:00:05.5Z"], ["2027-01-02", "2027-01-02T10"]),
        ("time", ["10:00", "T10:00:05"], ["10", "25h"]),
        ("partialDate", ["2027", "2027-01", "2027-01-02"], ["2027-01-02T10:00", "27"]),
        ("partialTime", ["10", "10:00"], ["T10:00"]),
        ("partialDatetime", ["2027", "2027-01-02T10", "2027-01-02T10:00:05"], ["2027---02", "2027T10"]),
        ("incompleteDatetime", ["2027---02", "--01-02", "2027-01-02T-:30", "2027"], ["x", "2027/01/02"]),
        ("durationDatetime", ["P1D", "PT30M", "P1Y2M", "-P1W", "P0.5D"], ["P", "PT", "1 day"]),
        ("intervalDatetime", ["2027-01-02/2027-01-03", "2027/P1M", "P1D/2027"], ["2027-01-02", "2027/"]),
        ("integer", ["1", "-12", " 7"], ["1.0", "1e3", "x"]),
        ("float", ["1", "-1.25", "1e3"], ["<5", "x", "nan"]),
        ("text", ["x", "<5"], []),
    ],
)
def test_texts_of_a_type(type_, right, wrong):
    assert not_of_type(text([*right, *wrong, ""]), type_) == sorted(wrong)


def test_numbers_of_a_type():
    """What is nearer to a whole number than a transport file tells apart is one."""
    values = number([1, 2.5, NAN, 3 + 1e-12, 1e15])
    assert (not_of_type(values, "integer"), not_of_type(values, "float")) == (["2.5"], [])


@pytest.mark.parametrize(
    ("column", "length"),
    [
        (text(["", "ab", "é中"]), 5),  # bytes of UTF-8
        (text([]), 0),
        (number([1, -12, 3.75]), 3),  # the sign counts, what stands after the point does not
        (number([NAN]), 0),
    ],
)
def test_the_longest_value(column, length):
    assert longest(column) == length


def test_digits_after_the_point():
    assert finer(number([1.25, 1.5, 0.1 + 0.2, NAN]), 1) == ["1.25"]
    assert finer(text(["1.25", "1.5", "x.yz", ""]), 1) == ["1.25"]


def test_values_and_terms():
    assert outside(text(["A", "", "C"]), ["A", "B"]) == ["C"]
    assert outside(number([1, 2.5, NAN]), ["1.0", "2"]) == ["2.5"]
    assert used(text(["A", "", "C"]), ["A", "B"]) == {"A"}
    assert used(number([1, NAN]), ["1.0", "2"]) == {"1.0"}
    assert different(number([2, 1, 2, NAN])) == ["1", "2"]


def test_many_values_are_counted():
    assert listed("abcdefg") == "'a', 'b', 'c', 'd', 'e' and 2 more"
