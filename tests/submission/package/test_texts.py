"""Texts of programs: what an encoding does not hold is escaped, and comes back exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.submission.package.texts import read_back, written


@pytest.mark.parametrize(
    ("text", "encoding", "content", "escaped"),
    [
        ("AE: {collected: ae.TERM}\n", "ascii", b"AE: {collected: ae.TERM}\n", 0),
        ("a\r\nb\rc", "ascii", b"a\nb\nc", 0),
        ("知", "ascii", b"\\u77e5", 1),
        ("知", "utf-8", b"\xe7\x9f\xa5", 0),
        ("知⁹", "euc-cn", b"\xd6\xaa\\u2079", 1),
        ("😀", "ascii", b"\\U0001f600", 1),
        (r"'\u77e5' \n", "ascii", rb"'\u005cu77e5' \n", 1),
    ],
)
def test_a_text_in_an_encoding(text, encoding, content, escaped):
    assert written(text, encoding) == (content, escaped)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["ascii", "utf-8", "euc-cn", "gb18030"]))
def test_a_source_can_be_made_again(text, encoding):
    content, _ = written(text, encoding)
    assert read_back(content, encoding) == text.replace("\r\n", "\n").replace("\r", "\n")
