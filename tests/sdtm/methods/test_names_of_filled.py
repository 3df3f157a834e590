import numpy as np
import pytest

from onespec.engine.columns import number, text
from onespec.sdtm.methods.names_of_filled import names_of_filled


def test_the_names_of_what_is_filled_in_the_order_of_the_values():
    form, rule = number([1, np.nan, 2, np.nan]), text(["", "A", "B", ""])
    assert list(names_of_filled([form, rule], ["CRF", "RULE"], " AND ")) == ["CRF", "RULE", "CRF AND RULE", ""]


def test_three_values():
    values = [text(["x", "", "x"]), text(["x", "x", ""]), text(["x", "x", "x"])]
    assert list(names_of_filled(values, ["A", "B", "C"], ", ")) == ["A, B, C", "B, C", "A, C"]


def test_a_value_without_a_name():
    with pytest.raises(ValueError, match="2 values have 1 names"):
        names_of_filled([text(["x"]), text(["x"])], ["A"], ", ")
