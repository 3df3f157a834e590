"""Many byte strings at once find what each finds alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.submission.sharing import needles as module
from onespec.submission.sharing.needles import Needles

BYTES = st.text("ab-0", max_size=40).map(str.encode)


@pytest.mark.parametrize(
    ("needles", "content", "found"),
    [
        ([b"s1-01-001", b"s1-01-002"], b"s1-01-003 s1-01-002, s1-01-001", [(10, b"s1-01-002"), (21, b"s1-01-001")]),
        ([b"abc", b"abcabc"], b"xabcabc", [(1, b"abc"), (1, b"abcabc"), (4, b"abc")]),  # one within another, both
        ([b"a"], b"aba", [(0, b"a"), (2, b"a")]),
        ([b"abc"], b"ab", []),
        ([b"abc"], b"", []),
        ([], b"abc", []),
        (["首次".encode("utf-16-le")], "于首次给药".encode("utf-16-le"), [(2, "首次".encode("utf-16-le"))]),
    ],
)
def test_where_they_stand(needles, content, found):
    assert sorted(Needles(needles).found(content)) == found


@given(st.lists(BYTES.filter(len), max_size=8), BYTES, st.integers(1, 9))
def test_the_same_as_one_by_one(needles, content, at_once):
    """Wherever the content is cut into pieces."""
    expected = {(m.start(), n) for n in needles for m in re.finditer(b"(?=" + re.escape(n) + b")", content)}
    before, module._AT_ONCE = module._AT_ONCE, at_once
    try:
        found = list(Needles(needles).found(content))
    finally:
        module._AT_ONCE = before
    assert set(found) == expected and len(found) == len(expected)
