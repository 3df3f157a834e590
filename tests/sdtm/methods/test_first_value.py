import pandas as pd

from onespec.engine.columns import TEXT
from onespec.sdtm.methods.first_value import first_value


def test_value_of_the_first_record_that_has_one():
    index = [0, 0, 0, 4, 4]
    value = pd.Series(["B", "", "A", "C", "D"], index=index, dtype=TEXT)
    order = pd.Series(["2025-08-04", "2025-08-01", "2025-08-03", "2025-01-01", "2025-01-01"], index=index, dtype=TEXT)
    assert first_value(value, order).to_dict() == {0: "A", 4: "C"}
