"""Rows meet by their keys."""

import numpy as np
import pandas as pd
from compared import frame

from onespec.engine.xpt.ibm import special_missing
from onespec.qc.align import align, partition


def pairs(met):
    return list(zip(met.base.tolist(), met.compare.tolist(), strict=True))


def test_rows_meet_in_any_order():
    met = align(frame(ID=["1", "2", "3"]), frame(ID=["3", "1", "4"]), ["ID"])
    assert pairs(met) == [(0, 1), (2, 0)]
    assert (met.only_base.tolist(), met.only_compare.tolist()) == ([1], [2])


def test_repeated_keys_meet_in_order_and_are_told():
    met = align(frame(ID=["1", "1", "2", "1"]), frame(ID=["1", "1"]), ["ID"])
    assert pairs(met) == [(0, 0), (1, 1)]
    assert (met.only_base.tolist(), met.only_compare.tolist()) == ([2, 3], [])
    assert (met.again_base.tolist(), met.again_compare.tolist()) == ([1, 3], [1])


def test_several_keys_of_both_types():
    base = frame(ID=["1", "1", "2"], VISITNUM=[1, 2, 1])
    assert pairs(align(base, frame(ID=["2", "1"], VISITNUM=[1, 2]), ["ID", "VISITNUM"])) == [(1, 1), (2, 0)]


def test_blank_and_missing_keys_meet_their_like():
    base = pd.DataFrame({"ID": pd.Series(["", "a"], dtype="str"), "N": [np.nan, special_missing("A")]})
    other = pd.DataFrame({"ID": pd.Series(["a", ""], dtype="str"), "N": [special_missing("A"), np.nan]})
    assert pairs(align(base, other, ["ID", "N"])) == [(0, 1), (1, 0)]
    assert pairs(align(base, other.assign(N=np.nan), ["ID", "N"])) == [(0, 1)]


def test_zero_has_no_sign():
    assert pairs(align(frame(N=[0.0]), frame(N=[-0.0]), ["N"])) == [(0, 0)]


def test_without_keys_rows_meet_by_position():
    met = align(frame(X=["a", "b"]), frame(X=["b"]), [])
    assert (pairs(met), met.only_base.tolist()) == ([(0, 0)], [1])


def test_empty_tables():
    empty = frame(ID=["1"])[:0]
    assert align(empty, frame(ID=["1"]), ["ID"]).only_compare.tolist() == [0]
    assert pairs(align(empty, empty, ["ID"])) == []


def test_equal_keys_have_one_part():
    base = frame(ID=[str(i % 50) for i in range(500)], N=[float(i % 7) for i in range(500)])
    shuffled = base.sample(frac=1, random_state=1)
    codes = pd.Series(partition(base, ["ID", "N"], 5)).set_axis(base.index)
    again = pd.Series(partition(shuffled.reset_index(drop=True), ["ID", "N"], 5)).set_axis(shuffled.index)
    assert codes.equals(again.sort_index()) and codes.nunique() == 5
