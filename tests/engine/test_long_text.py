"""Texts in parts: literal ones, and what holds of any."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onespec.engine.long_text import parts_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [""]),
        ("pain", ["pain"]),
        ("x" * 200, ["x" * 200]),
        ("x" * 201, ["x" * 200, "x"]),
        ("a" * 199 + " bc", ["a" * 199, "bc"]),  # the break is at the blank
        ("a" * 200 + " bc", ["a" * 200, "bc"]),  # the word ends where the part does
        ("a" * 100 + " " + "b" * 100, ["a" * 100, "b" * 100]),
        ("a" * 150 + "   " + "b" * 60, ["a" * 150, "b" * 60]),
        ("a" + " " * 300 + "b", ["a", "b"]),
        ("ab " + "c" * 250, ["ab " + "c" * 197, "c" * 53]),  # a word that no part holds is no reason to leave one short
        ("痛" * 67, ["痛" * 66, "痛"]),  # three bytes each: 66 are 198 bytes
        ("x" * 199 + "é", ["x" * 199, "é"]),
        ("x" * 198 + "e\u0301x", ["x" * 198, "e\u0301x"]),  # e and its accent stay together
        ("e" + "\u0301" * 150, ["e" + "\u0301" * 99, "\u0301" * 51]),  # a character that no part holds
    ],
)
def test_parts(text, parts):
    assert parts_of(text) == parts


words = st.text(st.characters(exclude_categories=("Zs", "Zl", "Zp", "Cc", "Cs")), min_size=1, max_size=120)
texts = st.lists(words, min_size=1, max_size=40).flatmap(
    lambda listed: st.lists(st.integers(1, 3), min_size=len(listed), max_size=len(listed)).map(
        lambda blanks: "".join(" " * n + word for n, word in zip(blanks, listed, strict=True)).strip()
    )
)


@given(texts)
def test_parts_give_back_the_text(text):
    """Only blanks at the breaks are gone; every part fits; no part is empty; a word that fits is whole."""
    parts = parts_of(text)
    assert re.fullmatch(" *".join(map(re.escape, parts)), text)
    assert all(0 < len(part.encode()) <= 200 for part in parts)
    assert all(part == part.strip(" ") for part in parts)
    told = {word for part in parts for word in part.split(" ")}
    assert {word for word in text.split(" ") if len(word.encode()) <= 200} <= told


@given(texts)
def test_no_part_takes_what_the_one_before_has_room_for(text):
    parts = parts_of(text)
    for part, following in zip(parts, parts[1:], strict=False):
        word = following.partition(" ")[0]
        assert len(f"{part}   {word}".encode()) > 200  # words are at most three blanks apart here
