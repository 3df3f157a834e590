import numpy as np

from onespec.adam.methods.category import category
from onespec.engine.columns import number
from onespec.engine.contract import Report
from onespec.engine.frames import table_of

AGES = table_of([{"FROM": "18", "BELOW": "65", "CATEGORY": "18-64"}, {"FROM": "65", "BELOW": "", "CATEGORY": ">=65"}])


def test_the_lower_limit_is_in_the_upper_one_is_not():
    report = Report()
    assert list(category(number([18, 64.9, 65, 99, np.nan]), AGES, report)) == ["18-64", "18-64", ">=65", ">=65", ""]
    assert report.entries == []


def test_a_value_in_no_range_is_a_stop():
    report = Report()
    assert list(category(number([17]), AGES, report)) == [""]
    assert [(e[0], e[1], list(e[4])) for e in report.entries] == [("stop", "ADAM-RANGE", [0])]
