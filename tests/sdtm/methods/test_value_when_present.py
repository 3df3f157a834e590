import numpy as np

from onespec.engine.columns import number, text
from onespec.sdtm.methods.value_when_present import value_when_present


def test_constant_beside_a_value():
    assert list(value_when_present("Y", text(["2025-08-04", ""]))) == ["Y", ""]
    assert list(value_when_present("mg", number([0, np.nan]))) == ["mg", ""]
