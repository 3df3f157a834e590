import numpy as np
import pytest

from onespec.engine.columns import number
from onespec.sdtm.methods.product_of import product_of


@pytest.mark.parametrize(
    ("values", "decimals", "expected"),
    [((0.1, 3), None, 0.3), ((2.54, 10, 2), None, 50.8), ((2, np.nan), None, np.nan), ((1.5, 1.5), 1, 2.3)],
)
def test_product_of(values, decimals, expected):
    found = product_of([number([v]) for v in values], decimals).tolist()
    assert np.array_equal(found, [expected], equal_nan=True)
