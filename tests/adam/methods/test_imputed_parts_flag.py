import numpy as np

from onespec.adam.methods.imputed_parts_flag import imputed_parts_flag
from onespec.engine.columns import number, text


def test_each_precision():
    dates = text(["2025-08-04T09:30", "2025-08-04", "2025-08", "2025", ""])
    assert imputed_parts_flag(dates, number(1, 5)).tolist() == ["", "", "D", "M", "Y"]
    assert imputed_parts_flag(dates, number(np.nan, 5)).tolist() == [""] * 5
