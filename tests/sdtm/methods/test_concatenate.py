import numpy as np

from onespec.engine.columns import number, text
from onespec.sdtm.methods.concatenate import concatenate


def test_parts_joined():
    assert list(concatenate([text(["T", "NT"]), number([1, 2.5])], separator="")) == ["T1", "NT2.5"]


def test_blank_when_a_part_is():
    assert list(concatenate([text(["T", "", "T"]), number([1, 2, np.nan])])) == ["T-1", "", ""]
