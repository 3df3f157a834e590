import pytest

from onespec.adam.methods.flag_differ import flag_differ
from onespec.engine.columns import number, text

NAN = float("nan")


def test_any_of_several():
    made = flag_differ(
        [text(["A", "A", "A", ""]), number([1, 1, NAN, NAN])], [text(["A", "B", "A", ""]), number([1, 1, 1, NAN])]
    )
    assert list(made) == ["N", "Y", "Y", "N"]


def test_as_many_as_others():
    with pytest.raises(ValueError, match="2 values have 1 others"):
        flag_differ([text(["A"]), text(["A"])], [text(["A"])])
