"""The comparison of two datasets: every level, and the return code of PROC COMPARE."""

import numpy as np
import pandas as pd
import pytest
from compared import cells, compared, frame, write
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.findings import Stopped
from onespec.engine.xpt.writer import XptVariable
from onespec.qc.compare import Settings, compare_paths
from onespec.qc.result import Sysinfo, summary

AE = frame(USUBJID=["1", "1", "2"], AESEQ=[1, 2, 1], AETERM=["Fever", "Rash", "Fever"], AESTDY=[3, 10, None])


def spoiled(row, column, value):
    out = AE.copy()
    out.loc[row, column] = value
    return out


def test_identical():
    c = compared(AE, AE, "USUBJID AESEQ")
    assert (c.verdict, int(c.sysinfo), c.matched, c.cells) == ("identical", 0, 3, [])


def test_a_value():
    c = compared(AE, spoiled(1, "AETERM", "Itch"), "USUBJID AESEQ")
    assert (c.verdict, c.sysinfo) == ("differs", Sysinfo.VALUE)
    assert cells(c) == [("1", "2", "AETERM", "Rash", "Itch")]
    assert summary(c) == "1 value in 1 row (AETERM 1)"


def test_the_largest_difference_and_its_cell():
    other = AE.assign(AESTDY=[5, 110, None])
    (v,) = [v for v in compared(AE, other, "USUBJID AESEQ").variables if v.name == "AESTDY"]
    assert (v.differing, v.largest, v.largest_cell.keys) == (2, 100, ("1", "2"))
    (v,) = [
        v for v in compared(AE, other, "USUBJID AESEQ", methods={"AESTDY": pct(1000)}).variables if v.name == "AESTDY"
    ]
    assert v.differing == 0


def pct(limit):
    from onespec.qc.values import Method

    return Method("percent", limit)


def test_rows_only_in_one():
    c = compared(AE, AE.drop(1), "USUBJID AESEQ")
    assert (c.sysinfo, c.only_base, [r.keys for r in c.only_base_first]) == (Sysinfo.BASEOBS, 1, [("1", "2")])
    c = compared(AE.drop(1).reset_index(drop=True), AE, "USUBJID AESEQ")
    assert (c.sysinfo, c.only_compare, c.only_compare_first[0].row) == (Sysinfo.COMPOBS, 1, 2)


def test_rows_kept_apart_by_one_key():
    other = AE.assign(AESEQ=[1, 3, 1])
    c = compared(AE, other, "USUBJID AESEQ")
    assert c.sysinfo == Sysinfo.BASEOBS | Sysinfo.COMPOBS
    assert c.near == [("AESEQ", 1)]


def test_repeated_keys_are_told_and_compared():
    twice = pd.concat([AE, AE[2:].assign(AETERM="Rash")], ignore_index=True)
    c = compared(twice, twice.assign(AETERM=["Fever", "Rash", "Fever", "Itch"]), "USUBJID AESEQ")
    assert (c.base.again, c.base.again_first[0].keys, cells(c)) == (
        1,
        ("2", "1"),
        [("2", "1", "AETERM", "Rash", "Itch")],
    )


def test_variables():
    c = compared(
        AE, AE.drop(columns="AESTDY").assign(AESER="N")[["USUBJID", "AETERM", "AESEQ", "AESER"]], "USUBJID AESEQ"
    )
    assert c.sysinfo == Sysinfo.BASEVAR | Sysinfo.COMPVAR
    assert [(d.kind, d.variable, d.base, d.compare) for d in c.attributes] == [
        ("base variable", "AESTDY", "yes", "no"),
        ("compare variable", "AESER", "no", "yes"),
        ("variable order", "AESEQ", "2: AESEQ", "2: AETERM"),
    ]


def test_a_type():
    c = compared(AE, AE.assign(AESTDY=["3", "10", ""]).astype({"AESTDY": "str"}), "USUBJID AESEQ")
    assert (c.sysinfo, [v.name for v in c.variables]) == (Sysinfo.TYPE, ["AETERM"])


def test_row_order():
    c = compared(AE, AE[::-1].reset_index(drop=True), "USUBJID AESEQ")
    assert (c.verdict, int(c.sysinfo), c.attributes[0].base, c.attributes[0].compare) == (
        "differs",
        0,
        "row 1 before row 2",
        "the same rows are 3 and 2",
    )
    assert compared(AE, AE[::-1], "USUBJID AESEQ", ignore=frozenset({"row order"})).identical


def test_ignored_levels_do_not_count():
    c = compared(
        AE, AE.assign(AETERM=["FEVER", "Rash ", "Fever"]), "USUBJID AESEQ", ignore=frozenset({"case", "blanks"})
    )
    assert c.identical and c.ignored == ("blanks", "case")


def test_statements_of_files(tmp_path):
    base = write(tmp_path / "a.xpt", AE)
    other = write(
        tmp_path / "b.xpt",
        AE,
        "Adverse Event",
        AESTDY=XptVariable("AESTDY", "Day", "Num", 8, "8.1"),
        AETERM=XptVariable("AETERM", "Label of AETERM", "Char", 30),
    )
    (c,) = compare_paths(base, other, Settings(by=("USUBJID", "AESEQ")))
    assert c.sysinfo == Sysinfo.DSLABEL | Sysinfo.LENGTH | Sysinfo.LABEL | Sysinfo.FORMAT
    assert [(d.kind, d.variable, d.base, d.compare) for d in c.attributes] == [
        ("dataset label", "", "Adverse Events", "Adverse Event"),
        ("length", "AETERM", "20", "30"),
        ("label", "AESTDY", "Label of AESTDY", "Day"),
        ("format", "AESTDY", "", "8.1"),
    ]
    assert len(c.base.source.sha256) == 64 and c.base.source.size == base.stat().st_size


def test_keys_come_from_the_specification_as_far_as_they_are_there():
    c = compared(AE, AE, spec_keys=lambda name: {"AE": ("STUDYID", "USUBJID", "AESEQ")}[name])
    assert (c.keys, c.keys_from) == (("USUBJID", "AESEQ"), "the specification (without STUDYID)")
    assert compared(AE, AE).keys_from == "row position"


def test_a_key_that_is_not_there():
    with pytest.raises(Stopped) as caught:
        compared(AE, AE, "USUBJID AESQ")
    assert caught.value.findings[0].fix == "Did you mean 'AESEQ'?"


def test_what_drives_the_differences():
    base = frame(USUBJID=["1"] * 20 + ["2"] * 20, SEQ=[float(i) for i in range(20)] * 2, X=["a"] * 40, Y=["a"] * 40)
    other = base.copy()
    other.loc[:9, "X"] = "b"
    other.loc[3, "Y"] = "b"
    c = compared(base, other, "USUBJID SEQ")
    (driver,) = [d for d in c.drivers if d.variable == "USUBJID"]
    assert (driver.value, driver.cells, driver.of, driver.rows) == ("1", 11, 11, 20)
    assert (c.heaviest[0][0].keys, c.heaviest[0][1]) == (("1", "3"), 2)


def test_parts_find_the_same(tmp_path):
    """Rows are told in the order of the file, however the work is cut."""
    base = frame(
        USUBJID=[str(i // 5) for i in range(500)],
        SEQ=[float(i % 5) for i in range(500)],
        X=[str(i % 7) for i in range(500)],
        N=[i * 0.5 for i in range(500)],
    )
    other = base.copy()
    other.loc[::50, "N"] += 1
    other = other.drop([7, 300]).sample(frac=1, random_state=1).reset_index(drop=True)
    whole, parts = (compared(base, other, "USUBJID SEQ", large=large) for large in (1000, 100))
    for name in (
        "matched",
        "only_base",
        "only_base_first",
        "cells",
        "heaviest",
        "attributes",
        "differing_rows",
        "drivers",
    ):
        assert getattr(whole, name) == getattr(parts, name), name
    assert [(v.name, v.differing, v.largest) for v in whole.variables] == [
        (v.name, v.differing, v.largest) for v in parts.variables
    ]


# Properties -------------------------------------------------------------------------------

texts = st.text("ab ", max_size=3)
numbers = st.one_of(st.sampled_from([0.0, -0.0, np.nan, 1.5]), st.floats(allow_infinity=False))


@st.composite
def datasets(draw, least=0):
    rows = draw(
        st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2), texts, numbers), min_size=least, max_size=12)
    )
    return pd.DataFrame(
        {
            "K": pd.Series([r[0] for r in rows], dtype="str"),
            "N": pd.Series([r[1] for r in rows], dtype=np.float64),
            "T": pd.Series([r[2] for r in rows], dtype="str"),
            "X": pd.Series([r[3] for r in rows], dtype=np.float64),
        }
    )


@given(datasets(), st.integers(1, 3))
def test_a_dataset_is_identical_to_itself(data, large):
    assert compared(data, data.copy(), "K N").identical
    assert compared(data, data.copy(), "K N", large=large).identical


@given(datasets(), datasets())
def test_counts_are_symmetric(one, other):
    left, right = compared(one, other, "K N"), compared(other, one, "K N")
    assert (left.matched, left.only_base, left.only_compare) == (right.matched, right.only_compare, right.only_base)
    assert [v.differing for v in left.variables] == [v.differing for v in right.variables]
    assert left.matched + left.only_base == len(one) and left.matched + left.only_compare == len(other)


@given(datasets(least=1), st.data())
def test_a_seeded_cell_is_found(data, draw):
    row = draw.draw(st.integers(0, len(data) - 1))
    column = draw.draw(st.sampled_from(["T", "X"]))
    other = data.copy()
    other.loc[row, column] = "seed" if column == "T" else 12345.5
    changed = column == "T" or data.loc[row, "X"] != 12345.5
    c = compared(data, other, "K N")
    assert [(x.base_row, x.variable) for x in c.cells] == ([(row + 1, column)] if changed else [])
