"""How records arise, and which records a text tells of."""

from dataclasses import replace

import pytest

from onespec.define.steps import Steps
from onespec.define.wording import Words
from onespec.engine.spec.conditions import Condition
from onespec.engine.spec.model import Step

from .define_study import DM, STUDY, planned


def steps(*made, dataset=DM):
    """A dataset of these record steps: source, condition, constants."""
    written = [Step("read", source, where, constants, {}) for source, where, constants in made]
    study = replace(STUDY, datasets={**STUDY.datasets, dataset.name: replace(dataset, steps=tuple(written))})
    return Steps(planned(study), Words(planned(study)), study.datasets[dataset.name])


def sex(*values, comparator="EQ"):
    return (Condition("SEX", comparator, values),)


def test_the_sources_of_one_operation_stand_in_one_sentence():
    assert steps(("demo", (), {}), ("labs", (), {}), ("LB", (), {})).records() == [
        'One record for each row of the CRF forms "Demography" and "Laboratory" and LB.'
    ]


def test_a_source_that_stands_there_once_keeps_its_condition():
    assert steps(("labs", (), {}), ("demo", sex("F"), {})).records() == [
        'One record for each row of the CRF form "Laboratory" and of the CRF form "Demography" where CRF field "Sex" '
        'is "F".'
    ]
    assert steps(("demo", sex("M"), {"A": "1"}), ("demo", sex("F"), {"A": "2"})).records() == [
        'One record for each row of the CRF form "Demography".'
    ]


def test_a_text_that_would_be_long_is_cut_to_its_sources():
    long = tuple(Condition("SEX", "NE", (f"{n} is a long answer of the form",)) for n in range(40))
    assert steps(("demo", long, {}), ("labs", (), {})).records() == [
        'One record for each row of the CRF forms "Demography" and "Laboratory".'
    ]


def test_reasons_of_refused_rows_are_told_once():
    refused = [Step("refuse", f, (), {}, {}, reason="no visit.") for f in ("demo", "labs")]
    study = replace(STUDY, datasets={**STUDY.datasets, "DM": replace(DM, steps=(DM.steps[0], *refused))})
    assert Steps(planned(study), Words(planned(study)), study.datasets["DM"]).records()[1:] == [
        "Rows that make no record: no visit."
    ]


THREE = [
    ("demo", (), {"CAT": "P", "X": "1"}),
    ("demo", (), {"CAT": "Q", "X": "2"}),
    ("demo", (), {"CAT": "R", "X": "2"}),
]


@pytest.mark.parametrize(
    "made, told",
    [
        # each step has its own value of the first variable: that tells the records
        (THREE, '"1" in records where CAT is "P"; "2" in records where CAT is one of "Q", "R"'),
        # otherwise form or dataset, with its conditions where only some of its steps are meant
        (
            [("demo", (), {"X": "1"}), ("labs", (), {"X": "2"}), ("LB", (), {"X": "2"})],
            '"1" in records of the CRF form "Demography"; "2" in records of the CRF form "Laboratory" and LB',
        ),
        (
            [("demo", sex("F"), {"X": "1"}), ("demo", sex("M"), {"X": "1"}), ("demo", sex("U"), {"X": "2"})],
            '"1" in records of the CRF form "Demography" where CRF field "Sex" is one of "F", "M"; '
            '"2" in records of the CRF form "Demography" where CRF field "Sex" is "U"',
        ),
        # nothing to tell: the same on all records, blank, or one value each beside the variable that tells them
        ([("demo", (), {"X": "1"}), ("labs", (), {"X": "1"})], ""),
        ([("demo", (), {"X": ""}), ("labs", (), {"X": ""})], ""),
        ([("demo", (), {"CAT": "P", "X": "1"}), ("demo", (), {"CAT": "Q", "X": "2"})], ""),
    ],
)
def test_which_records_have_which_constant(made, told):
    found = steps(*made)
    assert found.assigned("X", found.making) == told
