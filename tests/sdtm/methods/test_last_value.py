import pandas as pd

from onespec.engine.columns import TEXT
from onespec.sdtm.methods.last_value import last_value


def test_value_of_the_last_record_that_has_one():
    index = [0, 0, 0, 4, 4]
    value = pd.Series([1.0, float("nan"), 3.0, 4.0, 5.0], index=index)
    order = pd.Series(["2025-08-04", "2025-09-01", "2025-08-03", "2025-01-01", "2025-01-01"], index=index, dtype=TEXT)
    assert last_value(value, order).to_dict() == {0: 1.0, 4: 5.0}
