import numpy as np
import pytest

from onespec.adam.methods.source_of_latest import source_of_latest
from onespec.engine.columns import number


def test_the_source_in_the_place_of_the_latest():
    dates = [number([10, np.nan, 30, np.nan, 20]), number([20, -20, 20, np.nan, 20])]
    assert list(source_of_latest(dates, ["SV", "SS"])) == ["SS", "SS", "SV", "", "SV"]


def test_one_source_for_each_date():
    with pytest.raises(ValueError, match="1 dates have 2 sources"):
        source_of_latest([number([10])], ["SV", "SS"])
