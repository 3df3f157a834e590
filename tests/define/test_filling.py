import pytest

from onespec.define.filling import fill, fill_parts

LONG = 'ADRS where PARAMCD is "OVR" and ANL01FL is "Y" and AVALC is not "NE"'


def test_a_long_phrase_that_comes_again_gets_a_letter():
    text = "The earliest of {a}. (1) The latest of {b}. (2) {c}, else {a}."
    assert fill(text, {"a": LONG, "b": LONG, "c": "X"}) == (
        f"The earliest of {LONG} [A]. (1) The latest of A. (2) X, else A."
    )


@pytest.mark.parametrize("text", ["{a} and {b}.", "{a}, {c}, {c}."])
def test_short_phrases_and_those_that_come_once_get_none(text):
    assert "[" not in fill(text, {"a": LONG, "b": LONG.lower(), "c": "AE.AESTDTC"})


def test_a_phrase_within_another_one_gets_its_letter_where_it_comes_again():
    given = {"a": f"ADT of {LONG} (CNSR 1)", "b": f"ADT of {LONG} (CNSR 4)", "source": LONG}
    assert (
        fill("The latest of {a}, or {b}.", given) == f"The latest of ADT of {LONG} [A] (CNSR 1), or ADT of A (CNSR 4)."
    )


def test_the_letter_counts_only_sentences_that_are_told():
    assert fill("Of {a}. (1) {none} of {a}.", {"a": LONG}) == f"Of {LONG}."


def test_an_entry_of_a_parameter_is_named_by_a_dot():
    assert fill("CNSR {a.CNSR} at {a}. {b.CNSR} else.", {"a": "X", "a.CNSR": "2"}) == "CNSR 2 at X."


@pytest.mark.parametrize(
    "given, words",
    [({"DRUG": "A", "DAYS": "2"}, "A on 2 days"), ({"DRUG": "A", "DAYS": ""}, "A"), ({"DRUG": "A"}, "A"), ({}, "")],
)
def test_a_part_that_names_what_is_blank_is_left_out(given, words):
    assert fill_parts("{DRUG}[ on {DAYS} days]", given) == words
