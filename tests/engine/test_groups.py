"""What is found among the records of each group."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import number, text
from onespec.engine.groups import Many, PerSubject, first_of, highest_so_far, last_of, nth_of

GROUP = np.array([0, 2, 0, 2, 2])  # no record of group 1
MANY = Many(text(["b", "c", "a", "", "c"]), GROUP, 3)
NUMBERS = number([1, np.nan, 4, 2, 3])
RECORDS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([np.nan, 1.0, 2.0, 3.0])))


def test_the_first_and_the_last_record_of_each_group():
    assert MANY.first().tolist() == [0, -1, 1] and MANY.last().tolist() == [2, -1, 4]
    assert MANY.first(MANY.column).tolist() == [2, -1, 3]  # blanks first
    assert MANY.last(MANY.column).tolist() == [0, -1, 4]  # of equal ones the last
    assert MANY.first(MANY.column, keep=MANY.column.notna()).tolist() == [2, -1, 1]  # of equal ones the first
    assert MANY.first(NUMBERS).tolist() == [0, -1, 1] and MANY.last(NUMBERS).tolist() == [2, -1, 4]
    assert MANY.first(keep=np.zeros(5, bool)).tolist() == [-1, -1, -1]
    assert MANY.first(np.array([1, 1, 1, 1, 0]), MANY.column).tolist() == [2, -1, 4]


def test_numbers_of_each_group():
    for found, expected in (
        (MANY.least(NUMBERS), [1, -1, 2]),
        (MANY.greatest(NUMBERS), [4, -1, 3]),
        (MANY.total(NUMBERS), [5, -1, 5]),
    ):
        assert found.fillna(-1).tolist() == expected
    assert MANY.total(number([np.nan] * 5)).isna().all()


def test_groups_with_some_record():
    assert MANY.some(MANY.column == "c").tolist() == [False, False, True]
    assert MANY.count(MANY.column == "c").tolist() == [0, 0, 2]


def test_without_records():
    none = Many(text([]), np.array([], int), 2)
    assert none.first(none.column).tolist() == [-1, -1] and none.least(number([])).isna().all()
    assert none.some(np.array([], bool)).tolist() == [False, False] and none.total(number([])).isna().all()


def test_the_value_of_each_subject():
    age = PerSubject(text(["01", "02", "01"]), number([30, 40, 50]))
    assert age.of(text(["02", "03", "01", ""])).fillna(-1).tolist() == [40, -1, 30, -1]  # of several the first
    assert PerSubject(text([]), text([])).of(text(["01"])).tolist() == [""]


def test_the_number_of_each_record_within_its_group():
    assert nth_of(GROUP).tolist() == [0, 0, 1, 1, 2] and nth_of(np.array([], int)).tolist() == []


def test_the_highest_so_far():
    assert highest_so_far(NUMBERS, GROUP).fillna(-1).tolist() == [1, -1, 4, 2, 3]
    assert highest_so_far(number([5, 9, 3, np.nan, 6]), np.zeros(5, int)).tolist() == [5, 9, 9, 9, 9]
    assert highest_so_far(number([]), np.array([], int)).tolist() == []


@given(RECORDS)
def test_each_group_is_found_as_python_finds_it(records):
    group, values = np.array([g for g, _ in records], int), number([v for _, v in records])
    own = {g: [i for i, (of, _) in enumerate(records) if of == g] for g in range(4)}
    key = [-1 if v != v else v for v in values]
    first = [min(rows, key=lambda i: (key[i], i), default=-1) for rows in own.values()]
    last = [max(rows, key=lambda i: (key[i], i), default=-1) for rows in own.values()]
    assert first_of(group, 4, values).tolist() == first and last_of(group, 4, values).tolist() == last
    assert nth_of(group).tolist() == [own[g].index(i) for i, (g, _) in enumerate(records)]
    assert highest_so_far(values, group).fillna(-1).tolist() == [
        max(key[j] for j in own[g] if j <= i) for i, (g, _) in enumerate(records)
    ]
    assert Many(values, group, 4).least(values).fillna(-1).tolist() == [
        min((key[i] for i in rows if key[i] > 0), default=-1) for rows in own.values()
    ]
