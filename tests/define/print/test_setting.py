"""Words set for a column: nothing runs out of it, nothing is lost, nothing hides."""

import pytest

from onespec.define.print.setting import HOUSE, Row, Setting, _broken, plain, profiles


@pytest.mark.parametrize(
    ("text", "most", "pieces"),
    [
        ("AESTDTC", 8, ["AESTDTC"]),
        ("IT.ADLB.AVAL", 8, ["IT.", "ADLB.", "AVAL"]),
        ("ABCDEFGHIJ", 4, ["AB", "CD", "EF", "GH", "IJ"]),
        ("one two three", 5, ["one two three"]),
        ("中文中文中文", 4, ["中文中文中文"]),  # which goes on in the next line anywhere
    ],
)
def test_words_longer_than_a_line_may_go_on_in_the_next(text, most, pieces):
    assert _broken(text, most).split("\u200b") == pieces


def test_hidden_and_unknown_characters_are_shown():
    assert plain("a\u202eb") == "a\\u202eb"
    assert plain("\U0001f600é") == "[U+1F600]é"


def test_lines_of_a_text_stay_lines():
    made = Setting("en").table(["Text"], [100], [Row("here", [[["a\nb", ("c\nd", "strong", "#x")]]])])
    assert made["rows"][0] == {
        "name": "here",
        "cells": [[["a"], ["b", ("c", "strong", "#x")], [("d", "strong", "#x")]]],
        "whole": True,
    }


def test_a_row_that_is_taller_than_a_page_is_cut_in_two():
    text = "word " * 5000
    assert not Setting("en").table(["Text"], [10], [Row("", [[[text]]])])["rows"][0]["whole"]


def test_profiles_say_the_same_things():
    assert {tuple(sorted(profile)) for profile in profiles().values()} == {tuple(sorted(profiles()[HOUSE]))}
