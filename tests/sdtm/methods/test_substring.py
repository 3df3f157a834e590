import pytest

from onespec.engine.columns import number, text
from onespec.sdtm.methods.substring import substring


@pytest.mark.parametrize(
    ("value", "first", "last", "expected"),
    [
        ("07001", 1, 2, "07"),
        ("07001", 3, None, "001"),
        ("7", 1, 2, "7"),
        ("7", 2, 3, ""),
        ("a b", 1, 2, "a"),
        ("", 1, 1, ""),
    ],
)
def test_substring(value, first, last, expected):
    assert substring(text([value]), first, last).tolist() == [expected]


def test_a_number_is_taken_as_it_is_written():
    assert substring(number([2026.0]), 3, 4).tolist() == ["26"]


@pytest.mark.parametrize(("first", "last"), [(0, 2), (3, 2)])
def test_positions_that_are_none(first, last):
    with pytest.raises(ValueError, match="there are no characters"):
        substring(text(["A"]), first, last)
