import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onespec.adam.methods._flags import Candidates
from onespec.adam.methods.flag_first import flag_first
from onespec.engine.columns import number, text


def first(rows, by=True, among=True):
    """The flags of rows of subject, term, day, sequence and flag."""
    subject, term, day, sequence, flag = zip(*rows, strict=True)
    order = [number(list(day)), number(list(sequence))]
    groups, flags = [text(list(term))] if by else [], [text(list(flag))] if among else []
    return "".join(f or "-" for f in flag_first(Candidates(order, groups, flags), text(list(subject))))


ROWS = [
    ("A", "Rash", 9, 1, ""),
    ("A", "Rash", 12, 2, "Y"),
    ("B", "Rash", 11, 1, "Y"),
    ("A", "Cough", 10, 3, "Y"),
    ("A", "Rash", 11, 4, "Y"),
]


def test_of_the_subject_and_of_each_term():
    assert first(ROWS) == "--YYY"
    assert first(ROWS, by=False) == "--YY-"
    assert first(ROWS, by=False, among=False) == "Y-Y--"


def test_all_flags_must_hold():
    order, both = [number([1, 2, 3])], [text(["Y", "Y", "Y"]), text(["", "N", "Y"])]
    assert flag_first(Candidates(order, [], both), text(["A"] * 3)).tolist() == ["", "", "Y"]


def test_of_one_day_the_next_of_the_order_decides_and_then_the_place():
    assert first([("A", "", 5, 2, "Y"), ("A", "", 5, 1, "Y")]) == "-Y"
    assert first([("A", "", 5, 1, "Y"), ("A", "", 5, 1, "Y")]) == "Y-"


def test_an_unknown_day_comes_last_and_is_the_first_where_it_is_alone():
    assert first([("A", "", np.nan, 1, "Y"), ("A", "", 5, 2, "Y")]) == "-Y"
    assert first([("A", "", np.nan, 1, "Y")]) == "Y"
    order = [text(["", "2025-01"])]
    assert flag_first(Candidates(order), text(["A", "A"])).tolist() == ["", "Y"]


def test_a_blank_group_is_a_group():
    assert first([("A", "", 5, 1, "Y"), ("A", "Rash", 5, 2, "Y"), ("A", "", 6, 3, "Y")]) == "YY-"


def test_no_records():
    assert len(flag_first(Candidates([number([])]), text([]))) == 0


row = st.tuples(
    st.sampled_from("AB"),
    st.sampled_from(["", "X", "Y"]),
    st.sampled_from([np.nan, 1.0, 2.0, 3.0]),
    st.integers(1, 3),
    st.sampled_from(["", "Y"]),
)


@given(st.lists(row, min_size=1, max_size=12))
def test_as_one_would_look_it_up(rows):
    def key(i):
        _, _, day, sequence, _ = rows[i]
        return np.isnan(day), 0 if np.isnan(day) else day, sequence, i

    wanted = set()
    for group in {(s, t) for s, t, *_ in rows}:
        those = [i for i, r in enumerate(rows) if r[:2] == group and r[4] == "Y"]
        wanted |= {min(those, key=key)} if those else set()
    assert first(rows) == "".join("Y" if i in wanted else "-" for i in range(len(rows)))
