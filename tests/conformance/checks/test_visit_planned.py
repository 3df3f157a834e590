"""Visits."""

from checked import found, package

TV = {"VISITNUM": [1, 2], "VISIT": ["SCREENING", "WEEK 1"]}


def test_half_of_a_planned_visit():
    p = package(
        TV=TV,
        LB={
            "VISITNUM": [1, 2, 1, 2.1, 3, None],
            "VISIT": ["SCREENING", "SCREENING", "WEEK 9", "UNSCHEDULED 2.1", "WEEK 1", ""],
        },
    )
    assert found("visit_planned", "LB", p, number="VISITNUM", visit="VISIT", planned="TV.VISITNUM") == [
        (2, ("2", "SCREENING"), ""),
        (3, ("1", "WEEK 9"), ""),
        (5, ("3", "WEEK 1"), ""),
    ]
