import sys

import pytest

from onespec.define.wording import Words
from onespec.engine.contract import Column
from onespec.engine.registry import Registry, method
from onespec.engine.spec.model import Condition, Step, Variable

from .define_study import ADTTE, DM, LB, REGISTRY, STUDY

WORDS = Words(STUDY, REGISTRY)


@pytest.mark.parametrize(
    "reference, words",
    [
        ("LBDTC", "LBDTC"),
        ("DM.RFICDTC", "DM.RFICDTC"),
        ("study.cut", "2027-10-31"),
        ("demo.ICDAT", 'CRF field "Date of consent" (page 1)'),
        ("labs.谷丙转氨酶", 'CRF field "ALT" (page 7)'),
        ("labs.RESULT", 'RESULT of the CRF form "Laboratory"'),
        ("1.5", "1.5"),
    ],
)
def test_reference(reference, words):
    assert WORDS.reference(reference) == words


@pytest.mark.parametrize(
    "comparator, values, words",
    [
        ("EQ", ("Y",), 'X is "Y"'),
        ("NE", ("",), "X is not blank"),
        ("LT", ("3",), 'X is less than "3"'),
        ("LE", ("3",), 'X is at most "3"'),
        ("GT", ("3",), 'X is greater than "3"'),
        ("GE", ("3",), 'X is at least "3"'),
        ("IN", ("A", "B"), 'X is one of "A", "B"'),
        ("NOTIN", ("A", ""), 'X is none of "A", blank'),
    ],
)
def test_condition(comparator, values, words):
    assert WORDS.conditions([Condition("X", comparator, values)]) == words


def test_conditions_are_joined():
    assert (
        WORDS.selection("AE", [Condition("A", "EQ", ("1",)), Condition("B", "EQ", ("",))])
        == 'AE where A is "1" and B is blank'
    )


def test_a_method_names_what_the_specification_names():
    assert WORDS.method(LB.variables["LBDY"]) == (
        "LBDTC minus DM.RFICDTC in days, plus 1 when LBDTC is on or after DM.RFICDTC."
    )


def test_a_parameter_that_is_left_out_has_its_default():
    assert WORDS.method(ADTTE.variables["AVAL"]) == "ADT - STARTDT + 1 in days."


def test_where_and_match_are_told():
    variable = Variable(
        "X",
        "X",
        "float",
        verb="derived",
        value="study_day",
        parameters={"date": "EX.EXSTDTC", "reference": "B"},
        match={"VISITNUM": "VISITNUM", "A": "B"},
        where=(Condition("EXTRT", "EQ", ("DRUG",)),),
    )
    assert WORDS.method(variable).endswith(
        'Only records where EXTRT is "DRUG" count. Records belong together by subject and VISITNUM and A (their B).'
    )


def test_records_of_a_form_are_told_by_its_labels():
    assert (
        WORDS.records(DM.steps[0])
        == 'One record for each row of the CRF form "Demography" where CRF field "Sex" is not blank.'
    )
    assert (
        WORDS.records(DM.steps[1])
        == 'Rows of the CRF form "Demography" where CRF field "Sex" is blank make no record: no sex, no subject.'
    )


def test_a_field_that_is_refused_is_told_by_its_label():
    step = Step(
        "refuse", "demo", (Condition("SEX", "EQ", ("",)),), {}, {"fields": ["ICDAT"]}, reason="a consent of nobody"
    )
    assert WORDS.records(step) == (
        'CRF field "Date of consent" (page 1) of the rows of the CRF form "Demography" where CRF field "Sex" is blank '
        "is not carried: a consent of nobody."
    )


def test_several_fields_of_a_form_are_told_by_their_labels():
    assert WORDS.records(Step("read_by", "demo", (), {}, {"by": ["SUBJ", "SEX"]})) == (
        'The first row of the CRF form "Demography" for each CRF field "Subject number" (page 1), CRF field "Sex" '
        "(page 1)."
    )


def test_fields_of_a_selection_are_told_by_their_labels():
    step = Step(
        "time_to_event",
        "",
        (),
        {},
        {"subjects": {"from": "ADSL"}, "until": "study.cut", "events": [{"from": "demo", "date": "ICDAT"}]},
    )
    assert 'the CRF form "Demography" (date: CRF field "Date of consent")' in WORDS.records(step)


def test_what_is_not_used_says_so():
    assert WORDS.records(Step("read", "", (), {}, {})) == "One record for each row of (not used)."


@method("""The latest of {dates}. (1) Dates after {end} do not count. Without {end} all do. (2) A date in {dates} is
complete. Of equal ones {best} wins. (3) There are {most} at most.""")
def latest(dates: list[Column], end: str = "", best: Column | None = None, most: int = 9) -> Column: ...


@pytest.mark.parametrize(
    "given, words",
    [
        ({}, "The latest of A, B. (1) A date in A, B is complete. (2) There are 9 at most."),
        (
            {"end": "study.cut"},
            "The latest of A, B. (1) Dates after 2027-10-31 do not count. Without 2027-10-31 all do. "
            "(2) A date in A, B is complete. (3) There are 9 at most.",
        ),
        (
            {"best": "A", "most": "1"},
            "The latest of A, B. (1) A date in A, B is complete. Of equal ones A wins. (2) There are 1 at most.",
        ),
    ],
)
def test_a_sentence_or_rule_that_names_what_is_not_used_is_left_out(given, words):
    registry = Registry()
    registry.add_module(sys.modules[__name__])
    assert (
        Words(STUDY, registry).method(
            Variable("X", "X", "float", verb="derived", value="latest", parameters={"dates": ["A", "B"], **given})
        )
        == words
    )


def test_a_looked_up_value_names_its_row():
    variable = Variable(
        "LBORNRLO", "Low", "text", verb="assigned", value="ranges.LOW", match={"TEST": "LBTESTCD", "SEX": "demo.SEX"}
    )
    assert WORDS.looked_up(variable) == (
        'LOW of the row of ranges in which TEST is LBTESTCD and SEX is CRF field "Sex" (page 1); '
        "a blank in ranges stands for any value."
    )


def test_fields_of_one_label_stand_together():
    variable = Variable(
        "X",
        "X",
        "float",
        verb="derived",
        value="study_day",
        parameters={"date": ["demo.SEX", "labs.CS", "demo.SEX"], "reference": "LBDTC"},
    )
    assert WORDS.method(variable).startswith(
        'CRF field "Sex" (page 1) or CRF field "Clinically significant" (page 8) minus LBDTC'
    )


def test_a_constant_that_is_blank_is_called_blank():
    assert WORDS.records(Step("read", "DM", (), {"A": "", "B": "1"}, {})).endswith(
        'In these records A is blank and B is "1".'
    )


def test_a_column_of_a_form_is_told_by_its_label():
    step = Step("read_tests", "labs", (), {}, {"tests": "lb_tests", "result": "谷丙转氨酶"})
    assert (
        WORDS.records(step)
        == 'One record for each row of the CRF form "Laboratory" with a value in CRF field "ALT" (page 7).'
    )
