"""When two values differ: the methods of PROC COMPARE."""

import numpy as np
import pandas as pd
import pytest

from onespec.engine.xpt.ibm import special_missing
from onespec.qc.values import EXACT, Method, Texts, differing, display

NONE = Texts()


def numbers(*pairs):
    x, y = zip(*pairs, strict=True)
    return pd.Series(x, dtype=np.float64), pd.Series(y, dtype=np.float64)


def texts(*pairs):
    return tuple(pd.Series(side, dtype="str") for side in zip(*pairs, strict=True))


@pytest.mark.parametrize(
    ("method", "found"),
    [
        (EXACT, [1, 2, 3, 4]),
        (Method("absolute", 0.5), [2, 3, 4]),
        (Method("absolute", 1), [3, 4]),  # the limit itself is not beyond the limit
        (Method("relative", 0.009), [2, 3, 4]),  # of the mean size: 1 of 100.5, 10 of 105, 2 of 1
        (Method("relative", 0.05), [3, 4]),
        (Method("percent", 1), [3, 4]),  # of the base: 1 of 100 is not beyond 1 %; anything is, of 0
        (Method("percent", 0.5), [2, 3, 4]),
    ],
)
def test_numbers(method, found):
    base, compare = numbers((100, 100), (100, 100.5), (100, 101), (100, 110), (0, 2))
    assert differing(base, compare, method, NONE).tolist() == found


@pytest.mark.parametrize("method", [EXACT, Method("absolute", 1e9), Method("percent", 1e9)])
def test_a_missing_value_equals_the_same_one_only(method):
    a, b = special_missing("A"), special_missing("B")
    base, compare = numbers((np.nan, np.nan), (a, a), (a, b), (np.nan, a), (np.nan, 0), (0, np.nan))
    assert differing(base, compare, method, NONE).tolist() == [2, 3, 4, 5]
    assert display(base) == [".", ".A", ".A", ".", ".", "0"]


def test_texts():
    base, compare = texts(("a", "a"), ("a", "A"), ("a", "a "), ("", ""), ("", " "), ("µ", "µ"))
    assert differing(base, compare, EXACT, NONE).tolist() == [1, 2, 4]
    assert differing(base, compare, EXACT, Texts(case=True)).tolist() == [2, 4]
    assert differing(base, compare, EXACT, Texts(blanks=True)).tolist() == [1]


def test_texts_with_a_limit_are_numbers_where_both_are():
    base, compare = texts(("1.0", "1"), ("1", "2"), ("a", "b"), ("1", ""))
    assert differing(base, compare, Method("absolute", 0.1), NONE).tolist() == [1, 2, 3]


def test_display_is_the_shortest_exact_form():
    assert display(pd.Series([5.0, 0.1, 1e300, -0.0])) == ["5", "0.1", "1e+300", "0"]
