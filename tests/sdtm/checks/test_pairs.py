import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.columns import number, text
from onespec.sdtm.checks._pairs import latest_before, pairs_of, successive

GROUPS = st.lists(st.sampled_from("AB"), min_size=1, max_size=7)
DAYS = st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 6), st.integers(0, 4), st.booleans()), max_size=8)


@given(GROUPS, GROUPS)
def test_pairs_are_those_of_two_loops(mine, theirs):
    found = pairs_of([text(mine)], [text(theirs)])
    wanted = [(i, j) for i, m in enumerate(mine) for j, t in enumerate(theirs) if m == t]
    assert [(int(i), int(j)) for i, j in zip(*found, strict=True)] == wanted


def test_no_pairs_of_nothing():
    own, other = pairs_of([text([])], [text(["A"])])
    assert (len(own), len(other)) == (0, 0)


@given(DAYS)
def test_the_row_before_is_the_last_one_that_is_kept(records):
    group, start, keep = [r[0] for r in records], [r[1] for r in records], np.array([r[3] for r in records], bool)
    row, before = successive([text(group)], number(start), keep=keep)
    order = sorted((s, i) for i, s in enumerate(start) if keep[i])
    wanted = {}
    for place, (_, i) in enumerate(order):
        earlier = [j for _, j in order[:place] if group[j] == group[i]]
        if earlier:
            wanted[i] = earlier[-1]
    assert dict(zip(row.tolist(), before.tolist(), strict=True)) == wanted


@given(DAYS)
def test_the_latest_end_before_is_that_of_all_rows_that_begin_earlier(records):
    group, keep = [r[0] for r in records], np.array([r[3] for r in records], bool)
    start, end = np.array([r[1] for r in records], float), np.array([r[1] + r[2] for r in records], float)
    row, before = latest_before([text(group)], start, end, keep)
    order = sorted((s, i) for i, s in enumerate(start) if keep[i])
    wanted = {}
    for place, (_, i) in enumerate(order):
        earlier = [end[j] for _, j in order[:place] if group[j] == group[i]]
        if earlier:
            wanted[i] = max(earlier)
    assert {i: end[j] for i, j in zip(row.tolist(), before.tolist(), strict=True)} == wanted
    assert all(group[i] == group[j] for i, j in zip(row, before, strict=True))
