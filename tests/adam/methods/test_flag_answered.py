import numpy as np

from onespec.adam.methods.flag_answered import flag_answered
from onespec.engine.columns import text
from onespec.engine.contract import Many, Report


def test_what_was_not_asked_is_not_denied():
    """Subjects with a yes, a no, an empty answer, both answers, and no record at all."""
    report = Report()
    value = Many(text(["Y", "", "N", "", "Y", "N"]), np.array([0, 0, 1, 2, 3, 3]), 5)
    assert flag_answered(value, np.arange(5), report).tolist() == ["Y", "N", "", "", ""]
    assert [(e.level, e.rule, list(e.rows)) for e in report.entries] == [("query", "ADAM-ANSWERS", [3])]
