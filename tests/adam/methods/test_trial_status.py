import numpy as np

from onespec.adam.methods.trial_status import trial_status
from onespec.engine.columns import number, text
from onespec.engine.contract import Many


def test_ongoing_completed_discontinued():
    reason = Many(text(["COMPLETED", "DEATH", "", "DEATH"]), np.array([0, 1, 2, 4]), 5)
    status = trial_status(reason, number([1000, 1000, 1000, 1000, np.nan]), "COMPLETED", np.arange(5))
    assert list(status) == ["COMPLETED", "DISCONTINUED", "ONGOING", "ONGOING", ""]
