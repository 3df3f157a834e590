from onespec.adam.methods.number_unless import number_unless
from onespec.engine.columns import number


def test_certain_numbers_are_missing():
    made = number_unless(number([0, -1, 12.5, float("nan")]), [0, -1])
    assert [None if v != v else v for v in made] == [None, None, 12.5, None]
