import pytest

from onespec.engine.columns import text
from onespec.sdtm.methods.part_of_text import part_of_text


@pytest.mark.parametrize(
    ("value", "separator", "number", "expected"),
    [
        ("CN-07-001", "-", 2, "07"),
        ("CN-07-001", "-", 3, "001"),
        ("CN-07-001", "-", 4, ""),
        ("CN", "-", 1, "CN"),
        ("120 / 80 mmHg", "/", 2, "80 mmHg"),
        ("", "-", 1, ""),
    ],
)
def test_part_of_text(value, separator, number, expected):
    assert part_of_text(text([value]), separator, number).tolist() == [expected]


def test_parts_are_counted_from_1():
    with pytest.raises(ValueError, match="there is no part 0"):
        part_of_text(text(["A"]), "-", 0)
