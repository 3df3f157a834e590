import sys
from dataclasses import replace

import pytest

from onespec.define.wording import Words
from onespec.engine.contract import Column
from onespec.engine.findings import Findings
from onespec.engine.plan.references import Computation, Constant, LookUp, OneOf, Other, Own, StepPlan, VariablePlan
from onespec.engine.plan.resolve_steps import StepResolver
from onespec.engine.registry import METHOD, Registry, method
from onespec.engine.spec.conditions import Condition, Joined
from onespec.engine.spec.model import Document, Step, Variable
from onespec.engine.spec.verbs import Assigned, Derived

from .define_study import DM, REGISTRY, STUDY, planned, written

PLAN = planned(STUDY)
WORDS = Words(PLAN)


def computed(method, given, where=(), group=None, registry=REGISTRY) -> VariablePlan:
    how = Computation(registry[METHOD, method], given, where, group or {})
    return VariablePlan("LB", Variable("X", "X", "float", verb=Derived(method)), how)


def step(*given, dataset=DM, **more) -> StepPlan:
    """A record step, its references resolved."""
    operation, source, where, constants, parameters = given
    written_step = Step(operation, source, where, constants, written(parameters), **more)
    return StepResolver(PLAN, replace(dataset, steps=(written_step,)), Findings()).step(written_step, 0)


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


def test_a_condition_that_names_a_column():
    against = Condition("AESTDTC", "GE", ("DM.RFSTDTC",), Joined("DM", "RFSTDTC", "subject"))
    assert WORDS.conditions([against]) == WORDS.conditions([Condition("AESTDTC", "GE", ("X",))]).replace(
        '"X"', "DM.RFSTDTC"
    )


def test_conditions_are_joined():
    assert (
        WORDS.selection("AE", [Condition("A", "EQ", ("1",)), Condition("B", "EQ", ("",))])
        == 'AE where A is "1" and B is blank'
    )


def test_a_method_names_what_the_specification_names():
    assert WORDS.method(PLAN.variables["LB", "LBDY"]) == (
        "LBDTC minus DM.RFICDTC in days, plus 1 when LBDTC is on or after DM.RFICDTC."
    )


def test_a_parameter_that_is_left_out_has_its_default():
    assert WORDS.method(PLAN.variables["ADTTE", "AVAL"]) == "ADT - STARTDT + 1 in days."


def test_where_and_match_are_told():
    given = {"date": Other("EX", "EXSTDTC", False), "reference": Own("B")}
    where = (Condition("EXTRT", "EQ", ("DRUG",)),)
    variable = computed("study_day", given, where, {"VISITNUM": "VISITNUM", "A": "B"})
    assert WORDS.method(variable).endswith(
        'Only records where EXTRT is "DRUG" count. Records belong together by subject and VISITNUM and A (their B).'
    )


def test_records_of_a_form_are_told_by_its_labels():
    assert (
        WORDS.records(PLAN.steps["DM"][0])
        == 'One record for each row of the CRF form "Demography" where CRF field "Sex" is not blank.'
    )


def test_several_fields_of_a_form_are_told_by_their_labels():
    assert WORDS.records(step("read_by", "demo", (), {}, {"by": ["SUBJ", "SEX"]})) == (
        'The first row of the CRF form "Demography" for each CRF field "Subject number" (page 1), CRF field "Sex" '
        "(page 1)."
    )


def test_fields_of_a_selection_are_told_by_their_labels():
    planned_step = step(
        "time_to_event",
        "",
        (),
        {},
        {"subjects": {"from": "ADSL"}, "until": "study.cut", "events": [{"from": "demo", "date": "ICDAT"}]},
    )
    assert WORDS.records(planned_step) == (
        'One record for each subject of ADSL, at the earliest date of CRF field "Date of consent" of the CRF form '
        '"Demography", no later than 2027-10-31.'
    )


def test_what_is_not_used_says_so():
    assert WORDS.records(step("read", "", (), {}, {})) == "One record for each row of (not used)."


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
    names = {"A": Own("A"), "1": Constant(1, "1"), "study.cut": Constant("2027-10-31", "2027-10-31", "cut")}
    arguments = {"dates": (Own("A"), Own("B")), **{n: names[v] for n, v in given.items()}}
    assert WORDS.method(computed("latest", arguments, registry=registry)) == words


RANGES = [
    {"TEST": "ALT", "SEX": "F", "LOW": "9"},
    {"TEST": "ALT", "SEX": "M", "LOW": "9"},
    {"TEST": "AST", "SEX": "", "LOW": "15"},
]


def low(study):
    match = {"TEST": Own("LBTESTCD"), "SEX": Other("demo", "SEX", False)}
    variable = VariablePlan("LB", Variable("LBORNRLO", "Low", "text"), LookUp("ranges", "LOW", match))
    return Words(planned(replace(study, tables={**study.tables, "ranges": RANGES}))).looked_up(variable)


def test_a_looked_up_value_names_the_row_of_a_document():
    documents = {"ranges": Document("Normal Ranges", "ranges.txt", table="ranges")}
    assert low(replace(STUDY, documents=documents)) == (
        'LOW of the row of the document "Normal Ranges" with TEST equal to LBTESTCD and SEX equal to CRF field "Sex" '
        "(page 1); a blank in it stands for any value."
    )


def test_the_values_of_a_small_table_that_is_no_document_are_told():
    assert low(STUDY) == (
        '"9" where LBTESTCD is "ALT" and CRF field "Sex" (page 1) is "F" or LBTESTCD is "ALT" and CRF field "Sex" '
        '(page 1) is "M"; "15" where LBTESTCD is "AST".'
    )


def test_a_table_that_fills_a_dataset_is_told_as_the_dataset():
    study = replace(
        STUDY,
        tables={**STUDY.tables, "planned": [{"CODE": "A", "NAME": "Alpha"}]},
        datasets={
            **STUDY.datasets,
            "TE": replace(
                DM,
                name="TE",
                steps=(Step("rows", "", (), {}, {"table": "planned"}),),
                variables={
                    "ETCD": Variable("ETCD", "Code", "text", verb=Assigned("planned.CODE")),
                    "ELEMENT": Variable("ELEMENT", "Name", "text", verb=Assigned("planned.NAME")),
                },
            ),
        },
    )
    for own, words in ((Own("ETCD"), "the same ETCD"), (Own("SECODE"), "ETCD equal to SECODE")):
        variable = VariablePlan("SE", Variable("ELEMENT", "Name", "text"), LookUp("planned", "NAME", {"CODE": own}))
        assert Words(planned(study)).looked_up(variable) == f"TE.ELEMENT of the record with {words}."


def test_fields_of_one_label_stand_together():
    fields = Other("demo", "SEX", True), Other("labs", "CS", True), Other("demo", "SEX", True)
    variable = computed("study_day", {"date": OneOf(fields), "reference": Own("LBDTC")})
    assert WORDS.method(variable).startswith(
        'CRF field "Sex" (page 1) or CRF field "Clinically significant" (page 8) [A] minus LBDTC in days, plus 1 when '
    )


def test_a_constant_that_is_blank_is_called_blank():
    assert WORDS.records(step("read", "DM", (), {"A": "", "B": "1"}, {})).endswith(
        'In these records A is blank and B is "1".'
    )


def test_a_column_of_a_form_is_told_by_its_label():
    planned_step = step("read_tests", "labs", (), {}, {"tests": "lb_tests", "result": "谷丙转氨酶"})
    assert (
        WORDS.records(planned_step)
        == 'One record for each row of the CRF form "Laboratory" with a value in CRF field "ALT" (page 7).'
    )
