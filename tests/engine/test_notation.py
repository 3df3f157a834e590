"""How numbers are written, and which characters are read as ASCII."""

import doctest

import pytest

from onespec.engine import notation
from onespec.engine.notation import PLAIN, RESULT, exact, narrow


def test_the_examples_of_its_functions():
    ran = doctest.testmod(notation)
    assert (ran.failed, ran.attempted) == (0, 4)


@pytest.mark.parametrize(
    ("written", "plain", "result"),
    [
        ("12.5", True, ("", "12.5")),
        ("+.5", True, ("", "+.5")),
        ("5.", True, ("", "5.")),
        (">= 12.5", False, (">=", "12.5")),
        ("<.5", False, ("<", ".5")),
        ("12,5", False, None),
        ("1.2E1", False, None),
        ("1 200", False, None),
        ("=5", False, None),
        ("١٢", False, None),
    ],
)
def test_plain_numbers_and_results(written, plain, result):
    found = RESULT.fullmatch(written)
    assert bool(PLAIN.fullmatch(written)) == plain
    assert (("" if found[1] is None else found[1], found[2]) if found else None) == result


@pytest.mark.parametrize(("number", "kept"), [("9007199254740992", True), ("9007199254740993", False), ("0.1", True)])
def test_which_numbers_a_double_holds(number, kept):
    assert exact(number) == kept


def test_only_full_width_characters_become_ascii():
    assert [narrow(value) for value in ("ＡＢ１　２", "1\u00a02", "½", "²", "०१", "℃")] == [
        "AB1 2",
        "1 2",
        "½",
        "²",
        "०१",
        "℃",
    ]
