import numpy as np
import pytest

from onespec.adam.methods.earliest_date_flag import earliest_date_flag
from onespec.engine.columns import number, text


def test_the_flag_of_the_earliest_date():
    dates = [number([10, 10, 10, np.nan, np.nan, 10]), number([20, 5, 10, 20, np.nan, 10])]
    flags = [text(["D", "D", "D", "", "", "D"]), text(["", "D", "", "D", "", "D"])]
    assert list(earliest_date_flag(dates, flags)) == ["D", "D", "", "D", "", "D"]


def test_each_date_has_its_flag():
    with pytest.raises(ValueError, match="2 dates have 1 flags"):
        earliest_date_flag([number([1]), number([2])], [text([""])])
