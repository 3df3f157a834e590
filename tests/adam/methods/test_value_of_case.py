import pytest

from onespec.adam.methods.value_of_case import value_of_case
from onespec.engine.columns import number, text


def test_texts():
    made = value_of_case(text(["A", "B", "C", ""]), ["A", "B"], [text(["a1", "a2", "a3", "a4"]), text(["b"] * 4)])
    assert list(made) == ["a1", "b", "", ""]


def test_numbers():
    made = value_of_case(text(["A", "C"]), ["A"], [number([1, 2])])
    assert [None if v != v else v for v in made] == [1, None]


def test_as_many_as_cases():
    with pytest.raises(ValueError, match="1 cases have 2 values"):
        value_of_case(text(["A"]), ["A"], [text(["A"]), text(["A"])])
