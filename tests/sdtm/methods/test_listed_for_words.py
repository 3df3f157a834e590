import pytest

from onespec.engine.columns import text
from onespec.engine.frames import table_of
from onespec.sdtm.methods.listed_for_words import listed_for_words

RANGES = table_of(
    [
        {"LAB": "A", "TESTCD": "PROTEXR", "NORMAL": "NOT DETECTED"},
        {"LAB": "", "TESTCD": "PROT", "NORMAL": "NEGATIVE; TRACE"},
    ]
)


def listed(result, lab="A", testcd="PROTEXR"):
    return listed_for_words(text([result]), RANGES, "NORMAL", ["LAB", "TESTCD"], [text([lab]), text([testcd])])[0]


@pytest.mark.parametrize("result", ["0.17", "2510", "<0.05", ">=3", ""])
def test_a_number_has_no_range_of_words(result):
    assert listed(result) == ""


@pytest.mark.parametrize("result", ["NOT DETECTED", "POSITIVE"])
def test_a_result_in_words_has_the_one_that_is_listed(result):
    assert listed(result) == "NOT DETECTED"
    assert listed(result, lab="B") == ""


def test_a_degree_is_a_word():
    assert listed("2+", lab="B", testcd="PROT") == "NEGATIVE; TRACE"


def test_rows_that_contradict_each_other_are_told():
    table = table_of([{"TESTCD": "PROT", "NORMAL": "NEGATIVE"}, {"TESTCD": "PROT", "NORMAL": "TRACE"}], "ranges")
    with pytest.raises(ValueError, match="rows 1 and 2 of table ranges fit alike and differ in NORMAL"):
        listed_for_words(text(["1+"]), table, "NORMAL", ["TESTCD"], [text(["PROT"])])
