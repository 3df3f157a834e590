import numpy as np
import pandas as pd

from onespec.adam.methods.trial_status import trial_status
from onespec.engine.columns import number, text


def test_ongoing_completed_discontinued():
    reason = text(["COMPLETED", "DEATH", "", "DEATH"]).set_axis([0, 1, 2, 4])
    status = trial_status(reason, number([1000, 1000, 1000, 1000, np.nan]), "COMPLETED", pd.Series([0, 1, 2, 3, 4]))
    assert list(status) == ["COMPLETED", "DISCONTINUED", "ONGOING", "ONGOING", ""]
