"""A piece of a source file is found whatever its layout, and replaced in exactly one place."""

import pytest

from onespec.qc.power.seeds import CannotSeed
from onespec.qc.power.sources import replaced

PROGRAM = '''
"""What stands here."""
def last(rows, limit):
    # the highest one
    found = (
        rows.drop_duplicates("group",
                             keep="last")
    ).shift()
    return f"{month(limit)[1]:02}", np.fmin(limit, lowest(rows,
        limit)), ~(found
                   > limit)
'''
RETURN = "return (f'{month(limit)[1]:02}', np.fmin(limit, lowest(rows, limit)), ~(found > limit))"
FOUND = "found = rows.drop_duplicates('group', keep='last').shift()"


@pytest.mark.parametrize(
    ("piece", "by", "line"),
    [
        ('keep="last"', 'keep="first"', "found = rows.drop_duplicates('group', keep='first').shift()"),
        ("_.shift()", "_.shift(0)", "found = rows.drop_duplicates('group', keep='last').shift(0)"),
        ("found > limit", "found >= limit", RETURN.replace("found > limit", "found >= limit")),
        ("np.fmin(limit, _)", "np.fmin(np.nan, _)", RETURN.replace("fmin(limit", "fmin(np.nan")),
        ("month(limit)[1]", "1", RETURN.replace("month(limit)[1]", "1")),
        ('found = rows.drop_duplicates("group", keep="last").shift()', "found = rows", "found = rows"),
    ],
)
def test_a_piece_of_a_program_is_found_whatever_its_layout(piece, by, line):
    spoiled = replaced("a.py", PROGRAM, piece, by).splitlines()
    sound = replaced("a.py", PROGRAM, "_.shift()", "_.shift()").splitlines()
    assert [new.strip() for new, old in zip(spoiled, sound, strict=True) if new != old] == [line]
    assert spoiled[:3] == ['"""What stands here."""', "", "def last(rows, limit):"]


@pytest.mark.parametrize(
    ("piece", "by", "message"),
    [
        ("rows", "limit", "a.py has 2 places with 'rows'"),
        ("lowest(rows)", "0", "a.py has no 'lowest(rows)'"),
        ("lowest(_, _)", "0", "a.py has no 'lowest(_, _)'"),  # the same expression twice
        ('keep="first"', 'keep="last"', "a.py has no 'keep=\"first\"'"),
        ("rows.", "limit", "'rows.' is not Python: invalid syntax"),
        ("a; b", "limit", "'a; b' is not one statement, expression or argument"),
        ("found > limit", "return limit", "'found > limit' and 'return limit' are not of one kind"),
    ],
)
def test_a_piece_without_a_place_of_its_own(piece, by, message):
    with pytest.raises(CannotSeed) as error:
        replaced("a.py", PROGRAM, piece, by)
    assert str(error.value) == message


def test_a_text_of_another_file_is_replaced_wherever_it_stands():
    assert replaced("a.yaml", "a: 28\nb: 28 # so\n", "28", "27") == "a: 27\nb: 27 # so\n"
    with pytest.raises(CannotSeed, match="a.yaml has no '29'"):
        replaced("a.yaml", "a: 28\n", "29", "27")
