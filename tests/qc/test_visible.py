"""Two texts that differ never look alike for blanks, tabs, line ends and the like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.qc.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("ab", "ab"),
        ("a b", "a b"),
        (" ab", "\u2420ab"),
        ("ab  ", "ab\u2420\u2420"),
        ("a  b", "a \u2420b"),
        ("a\tb\r\n", "a\u2409b\u240d\u240a"),
        ("ab\0", "ab\u2400"),
        ("a\u00a0b", "a<U+00A0>b"),
        ("a\u200bb", "a<U+200B>b"),
        ("声 µ", "声 µ"),
    ],
)
def test_texts(text, shown):
    assert visible(text) == shown


@given(*[st.text(st.sampled_from("ab \t\n\r\0\u00a0\u200b"), max_size=5)] * 2)
def test_different_texts_look_different(one, other):
    assert (visible(one) == visible(other)) == (one == other)
    assert visible(one) == visible(one).strip()
