import numpy as np

from onespec.adam.methods.duration import duration
from onespec.engine.columns import number
from onespec.engine.contract import Report


def lengths(start: list[float], end: list[float]) -> tuple[np.ndarray, list[tuple[str, str, list[int]]]]:
    report = Report(("ADAM-TIME",))
    found = duration(number(start), number(end), report)
    return found.to_numpy(), [(entry.rule, entry.level, entry.rows.tolist()) for entry in report.entries]


def test_both_ends_count():
    found, told = lengths([1000, 1000, np.nan, 1000], [1000, 1041, 1000, np.nan])
    np.testing.assert_array_equal(found, [1, 42, np.nan, np.nan])
    assert not told


def test_an_end_before_its_start_is_asked_for():
    found, told = lengths([1000, 1000], [999, 1000])
    np.testing.assert_array_equal(found, [0, 1])
    assert told == [("ADAM-TIME", "query", [0])]
