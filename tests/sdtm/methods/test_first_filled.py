import numpy as np

from onespec.engine.columns import number, text
from onespec.sdtm.methods.first_filled import first_filled


def test_first_that_is_not_blank():
    assert list(first_filled([text(["A", "", ""]), text(["B", "B", ""])])) == ["A", "B", ""]
    assert list(first_filled([number([np.nan]), number([0])])) == [0]
