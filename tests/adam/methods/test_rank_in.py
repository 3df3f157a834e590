import numpy as np

from onespec.adam.methods.rank_in import rank_in
from onespec.engine.columns import number, text
from onespec.engine.contract import Report


def test_the_first_is_1_and_an_unknown_value_is_asked_for():
    report = Report()
    np.testing.assert_array_equal(rank_in(text(["PR", "CR", "", "OK"]), ["CR", "PR"], report), [2, 1, np.nan, np.nan])
    assert [(e[0], e[1], list(e[4])) for e in report.entries] == [("query", "ADAM-ORDER", [3])]


def test_numbers_have_a_place_in_an_order_too():
    assert rank_in(number([3, 1, np.nan]), ["1", "3"], Report()).tolist()[:2] == [2, 1]
