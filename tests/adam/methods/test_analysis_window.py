import numpy as np
import pytest

from onespec.adam.methods.analysis_window import analysis_window
from onespec.engine.columns import number, text
from onespec.engine.frames import table_of

COLUMNS = ["FLAG", "NAME", "FROM", "TO"]
WINDOWS = table_of(
    [
        dict(zip(COLUMNS, row, strict=True))
        for row in (("Y", "Baseline", "", ""), ("", "First", "1", "11"), ("", "Second", "12", "32"))
    ],
    "windows",
)


def window(day, flag, windows=WINDOWS):
    return analysis_window(number([day]), windows, "NAME", ["FLAG"], [text([flag])]).tolist()[0]


@pytest.mark.parametrize(
    ("day", "flag", "expected"),
    [
        (1, "", "First"),
        (11, "", "First"),
        (12, "", "Second"),
        (32, "", "Second"),
        (33, "", ""),
        (-1, "", ""),
        (-1, "Y", "Baseline"),
        (12, "Y", "Baseline"),
        (np.nan, "", ""),
        (np.nan, "Y", "Baseline"),
    ],
)
def test_both_ends_are_in(day, flag, expected):
    assert window(day, flag) == expected


def test_windows_that_overlap_are_refused():
    rows = table_of([dict(zip(COLUMNS, row, strict=True)) for row in (("", "A", "1", "9"), ("", "B", "9", "20"))], "w")
    with pytest.raises(ValueError, match=r"windows of table w overlap: FLAG=any, FROM..TO=1..9 and FLAG=any"):
        window(5, "", rows)
