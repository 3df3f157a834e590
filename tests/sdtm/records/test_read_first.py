import numpy as np
import pandas as pd

from onespec.engine.columns import Selection, text
from onespec.sdtm.records.read_first import read_first


def test_first_row_of_each_lesion():
    rows = [("01", "N1", "2025-11-02"), ("01", "N1", "2025-10-01"), ("02", "N1", ""), ("02", "N1", "2025-12-01"), ("01", "N2", "2025-11-02")]
    subject, lesion, day = zip(*rows)
    source = Selection("new", pd.DataFrame({"SUBJECT": text(subject), "NO": text(lesion), "DAT": text(day)}), np.arange(5))
    made = read_first(source, ["NO"], "DAT")
    assert list(made.position) == [1, 3, 4]
    assert list(made.subject) == ["01", "02", "01"]
