"""Sums of diameters, of lesions written as tests/lesions.py tells."""

import pytest
from lesions import COLUMNS, TERMS, first_doses, lesions_of

from onespec.adam.records._recist import Thresholds
from onespec.adam.records.derived_response import derived_response
from onespec.adam.records.sum_of_diameters import sum_of_diameters
from onespec.engine.contract import Report

CASES = [
    (["-7: T1 30, T2 20", "42: T1 20, T2 10", "84: T1 25, T2 12"], [50, 30, 37]),
    (["-7: T1 30, T2 20", "42: T1 20, T2 ?", "84: T1 25"], [50, None, None]),  # not assessed, or without a record
    (["-7: T1 30, T2 ?", "42: T1 20, T2 10"], [None, 30]),
    (["-7: L1 18, T1 30", "42: L1 9, T1 0"], [48, 9]),  # a node that is gone stays in the sum
    (["-7: T1 10.1, T2 10.2", "42: T1 0.1, T2 0.2"], [20.3, 0.3]),  # decimals
    (["-7: T1 30", "42: T1.1 12, T1.2 10"], [30, 22]),  # a lesion that split
    (["-7: T1 30, T2 20", "42: T1/T2 45"], [50, 45]),  # lesions that merged
    (["-7: T1 30", "42: T1 20, T9 10"], [30, 20]),  # one that the baseline has not
    (["-28: T1 40", "-7: T1 30", "42: T1 20"], [30, 20]),  # the latest baseline record
    (["-7: N1 PRESENT", "42: N1 ABSENT"], []),  # no target lesions, no sum
    (["42: T1 20"], []),  # and none without a baseline
]


def sums(*visits, **more):
    source, columns = lesions_of(*visits, **more)
    return sum_of_diameters(source, first_doses(more.get("subjects", ("A",))), columns, TERMS)


def known(column):
    return [None if v != v else v for v in column]


@pytest.mark.parametrize(("visits", "expected"), CASES)
def test_sums(visits, expected):
    made = sums(*visits).values
    assert known(made["AVAL"]) == expected
    assert list(made["ABLFL"]) == (["Y"] + [""] * (len(expected) - 1) if expected else [])


@pytest.mark.parametrize(("visits", "expected"), CASES)
def test_the_derived_response_has_the_same_sums_dates_and_numbers(visits, expected):
    source, columns = lesions_of(*visits)
    limits = Thresholds(increase_percent=20, increase_mm=5, decrease_percent=30, node_normal_mm=10)
    response = derived_response(source, first_doses(), columns, TERMS, limits, Report()).values
    made = sum_of_diameters(source, first_doses(), columns, TERMS).values
    after = [i for i, flag in enumerate(made["ABLFL"]) if flag == ""]
    if after:
        for name, same in (("AVAL", "SUMDIAM"), ("ADT", "ADT"), ("ADTF", "ADTF"), ("SRCSEQ", "SRCSEQ")):
            assert known(made[name].take(after)) == known(response[same])
    else:
        assert not any(response["SUMDIAM"].notna())


def test_when_and_of_which_record():
    made = sums("-7: T1 30, T2 20", "42: T1 20, T2 10, N1 PRESENT")
    assert known(made.values["ADT"]) == [993, 1042] and known(made.values["SRCSEQ"]) == [1, 3]
    assert made.position is not None and list(made.position) == [0, 2] and made.source == "TR"


def test_a_date_without_its_day():
    made = sums("1962-09: T1 30", "1962-11: T1 20").values  # the first dose is on 1962-09-27
    assert known(made["ADT"]) == [974, 1064] and list(made["ADTF"]) == ["D", "D"]


def test_each_evaluator_has_sums_of_his_own():
    made = sums("-7: T1 30", "-7: T1 31", "42: T1 20", evaluator=["A", "B", "A"]).values
    assert known(made["AVAL"]) == [30, 31, 20] and list(made["ABLFL"]) == ["Y", "Y", ""]


def test_the_lesions_of_a_sum_are_told():
    made = sums("-7: T1 30, T2 20", "42: T1 20, T2 ?", "84: T1 20")
    assert made.decision is not None
    told = [[reason.text for reason in made.decision.reasons(i)] for i in range(3)]
    assert told == [
        ["Target lesion T1: 30 mm, 1962-09-20", "Target lesion T2: 20 mm, 1962-09-20"],
        ["Target lesion T1: 20 mm, 1962-11-08", "Target lesion T2: no size, so the sum is missing, 1962-11-08"],
        ["Target lesion T1: 20 mm, 1962-12-20", "Target lesion T2: no record at the visit, so the sum is missing"],
    ]


def test_no_lesions():
    source, _ = lesions_of("-7: T1 30")
    empty = type(source)("TR", source.frame.take([]), source.position[:0])
    assert len(sum_of_diameters(empty, first_doses(), COLUMNS, TERMS)) == 0
