"""Measures: of a column, and of parts that add up to the whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import number, text
from onespec.engine.frames import Frame
from onespec.engine.run.measure import DatasetMeasure, Measure, measure, values_of
from onespec.engine.spec.model import Dataset, Variable

DATASET = Dataset(
    "LB",
    "",
    "sdtm",
    "",
    "",
    (),
    (),
    {
        "TEST": Variable("TEST", "", "text", codelist="TESTS"),
        "TEXT": Variable("TEXT", "", "text"),
        "NUMBER": Variable("NUMBER", "", "float"),
    },
    {"TEXT": ("TEST",), "NUMBER": ("TEST", "TEXT")},
)


def measured(rows: list[tuple[str, str, float]], steps: list[int]) -> DatasetMeasure:
    frame = Frame(
        {"TEST": text([r[0] for r in rows]), "TEXT": text([r[1] for r in rows]), "NUMBER": number([r[2] for r in rows])}
    )
    return measure(DATASET, frame, np.array(steps, np.int32))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["ab", "", "abcd"], Measure(length=4, shortest=2, decimals=0, integer=False, numeric=False, count=2)),
        (["头痛"], Measure(length=6, shortest=6, integer=False, numeric=False, count=1)),
        (["", ""], Measure()),
        (["1", "22"], Measure(length=2, shortest=1, integer=True, numeric=True, count=2)),
        (["1.25", "3"], Measure(length=4, shortest=1, decimals=2, integer=False, numeric=True, count=2)),
        (["<0.5", "3"], Measure(length=4, shortest=1, integer=False, numeric=False, count=2)),
    ],
)
def test_of_a_text(values, expected):
    found = measured([("A", value, np.nan) for value in values], [0] * len(values)).variables["TEXT"]
    found.steps = set()
    assert found == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 22, np.nan], Measure(length=2, shortest=1, integer=True, count=2)),
        ([0.25, 3], Measure(length=4, shortest=1, decimals=2, integer=False, count=2)),
        ([-0.5], Measure(length=4, shortest=4, decimals=1, integer=False, count=1)),
        ([0.0000001], Measure(length=9, shortest=9, decimals=7, integer=False, count=1)),
    ],
)
def test_of_a_number(values, expected):
    found = measured([("A", "", value) for value in values], [0] * len(values)).variables["NUMBER"]
    found.steps = set()
    assert found == expected


def test_values_are_kept_where_there_is_a_codelist_and_steps_everywhere():
    found = measured([("A", "x", 1), ("B", "y", 2), ("A", "", 3)], [0, 2, 2])
    assert (found.variables["TEST"].values, found.variables["TEXT"].values, found.variables["TEST"].steps) == (
        {"A", "B"},
        set(),
        {0, 2},
    )


def test_value_level_groups():
    found = measured([("A", "x", 1), ("B", "yy", 2.5), ("A", "zzz", 3)], [0, 1, 0])
    assert {key: (m.length, m.steps) for key, m in found.value_level["TEXT"].items()} == {
        ("A",): (3, {0}),
        ("B",): (2, {1}),
    }
    assert {key: m.decimals for key, m in found.value_level["NUMBER"].items()} == {
        ("A", "x"): 0,
        ("A", "zzz"): 0,
        ("B", "yy"): 1,
    }


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "A", "B"]),
        st.sampled_from(["", "1", "1.50", "-2", "x", "头痛", "longer text"]),
        st.sampled_from([np.nan, 0.0, -1.0, 2.5, 0.125, 1e-7, 1e15]),
        st.integers(0, 2),
    )
)


@given(ROWS, st.lists(st.integers(0, 20), max_size=4))
def test_measures_of_parts_merge_to_the_measure_of_the_whole(rows, cuts):
    cuts = [0, *sorted(min(c, len(rows)) for c in cuts), len(rows)]
    merged = DatasetMeasure()
    for low, high in pairwise(cuts):
        merged.merge(measured([r[:3] for r in rows[low:high]], [r[3] for r in rows[low:high]]))
    assert merged == measured([r[:3] for r in rows], [r[3] for r in rows])


def test_the_rows_of_some_values():
    """The distinct texts are the blank, x and y."""
    values = values_of(Frame({"TEXT": text(["x", "", "y", "x"])}))["TEXT"]
    assert values.rows(np.array([False, True, False])).tolist() == [True, False, False, True]
    assert values.rows(np.array([False, False, True])).tolist() == [False, False, True, False]
    assert values.rows(np.array([False, False, False])).tolist() == [False, False, False, False]
