import doctest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onespec.define.workbook.conditions
from onespec.define.workbook.conditions import NoCondition, conditions_text, parsed_conditions, split_list
from onespec.engine.metadata.model import Check

from ..generated import checks


def facts(text, dataset="LB"):
    """Lines of alternatives of conditions, as texts."""
    return [
        [[(c.dataset, c.variable, c.comparator, c.values) for c in all_of] for all_of in line]
        for line in parsed_conditions(text, dataset)
    ]


def test_its_examples():
    assert doctest.testmod(onespec.define.workbook.conditions).failed == 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PARAMCD EQ ACTOT", ("LB", "PARAMCD", "EQ", ("ACTOT",))),
        ("paramcd = 'ACTOT'", ("LB", "paramcd", "EQ", ("ACTOT",))),
        ("PARAM EQ Word Recall (1)", ("LB", "PARAM", "EQ", ("Word Recall (1)",))),
        ('X EQ "A AND B EQ C"', ("LB", "X", "EQ", ("A AND B EQ C",))),
        ("X EQ SALT AND VINEGAR", ("LB", "X", "EQ", ("SALT AND VINEGAR",))),
        ('X NE ""', ("LB", "X", "NE", ("",))),
        ('X EQ "said ""so"""', ("LB", "X", "EQ", ('said "so"',))),
        ('DM.ARM NOT IN (A, "B, C", D (e))', ("DM", "ARM", "NOTIN", ("A", "B, C", "D (e)"))),
        ("X IN A, B", ("LB", "X", "IN", ("A", "B"))),
        ("VISITNUM >= 2", ("LB", "VISITNUM", "GE", ("2",))),
        ("[ADSL] ITTFL EQ Y", ("ADSL", "ITTFL", "EQ", ("Y",))),
    ],
)
def test_one_condition(text, found):
    assert facts(text) == [[[found]]]


def test_conditions_alternatives_and_lines():
    a, b, c = (("LB", name, "EQ", ("1",)) for name in "ABC")
    assert facts("A EQ 1 AND B EQ 1 OR C EQ 1") == [[[a, b], [c]]]
    assert facts("A EQ 1 and B EQ 1; C EQ 1") == facts("A EQ 1 AND B EQ 1\nC EQ 1") == [[[a, b]], [[c]]]


@pytest.mark.parametrize("text", ["", "SUPPAE.QNAM.TRTEMFL", "X EQ", "X IN ()", "X IN (A", "EQ A", "a sentence", "X ("])
def test_what_is_no_condition_says_so(text):
    with pytest.raises(NoCondition):
        parsed_conditions(text)


@settings(max_examples=50, deadline=None)
@given(alternatives=st.lists(checks("LB", ["A", "B", "LBTESTCD"]), min_size=1, max_size=3))
def test_what_is_written_is_read(alternatives):
    bare = [[Check(**{**vars(check), "item": ""}) for check in checked] for checked in alternatives]
    assert parsed_conditions(" OR ".join(conditions_text(c, "LB") for c in bare), "LB") == [bare]
    assert parsed_conditions("\n".join(conditions_text(c) for c in bare)) == [[c] for c in bare]


@pytest.mark.parametrize(
    ("text", "values"), [("A,B , C", ["A", "B", "C"]), ('"A, B"', ["A, B"]), ('"A" B', ['"A" B']), ("A,", ["A", ""])]
)
def test_lists(text, values):
    assert split_list(text) == values


@pytest.mark.parametrize(
    "text", ["X IN (" + " " * 30000, "X EQ x" + " AND" * 8000, "X IN (" + '"' * 30000, "\n" * 30000]
)
def test_a_cell_that_is_full_of_something_is_read_at_once(text):
    """Each takes milliseconds; what grew with the square of the length would take a minute."""
    try:
        parsed_conditions(text)
    except NoCondition as error:
        assert text.strip().startswith(str(error)[:5])
