import numpy as np
import pytest

from onespec.adam.methods.counted_assessment import Assessment, Evaluable, Order, counted_assessment
from onespec.engine.columns import number, text
from onespec.engine.contract import Report

ORDER = ["CR", "PR", "SD", "NON-CR/NON-PD", "NE", "PD"]
CUT = "1965-06-23"  # day 2000; the first dose is on day 1000


def counted(rows, baseline="Y", start=1000, report=None):
    """The flags of rows of subject, parameter, date, response and sequence."""
    subject, parameter, date, response, sequence = zip(*rows, strict=True)
    n = len(rows)
    flags = counted_assessment(
        Assessment(text(list(parameter)), number(list(date)), text(list(response)), number(list(sequence))),
        Evaluable(number(start, n), text(baseline, n), CUT),
        Order(ORDER, "PD"),
        text(list(subject)),
        report or Report(),
    )
    return "".join(flag or "-" for flag in flags)


def one(*assessments):
    return [("A", "OVR", date, response, i) for i, (date, response) in enumerate(assessments)]


def test_from_the_first_dose_to_the_cut():
    assert counted(one((999, "SD"), (1000, "SD"), (2000, "SD"), (2001, "SD"))) == "-YY-"


def test_to_the_first_progression_and_with_it():
    assert counted(one((1042, "SD"), (1084, "PD"), (1126, "SD"), (1168, "PD"))) == "YY--"
    assert counted(one((1126, "SD"), (1084, "PD"), (1042, "SD"))) == "-YY"


@pytest.mark.parametrize(
    ("first", "second", "flags"),
    [
        ("SD", "PD", "-Y"),
        ("PD", "SD", "Y-"),
        ("PR", "NE", "Y-"),  # not evaluable counts only where there is nothing else
        ("NE", "CR", "-Y"),
        ("CR", "PR", "-Y"),
        ("NE", "NON-CR/NON-PD", "-Y"),
        ("NE", "PD", "-Y"),
        ("NE", "NE", "-Y"),
        ("SD", "SD", "-Y"),  # a tie: the higher sequence number
    ],
)
def test_of_two_on_a_day_the_worst_evaluable_one_counts(first, second, flags):
    assert counted(one((1042, first), (1042, second))) == flags


def test_of_three_on_a_day_the_worst_evaluable_one_counts():
    assert counted(one((1042, "CR"), (1042, "SD"), (1042, "NE"))) == "-Y-"
    assert counted([("A", "OVR", 1042, "SD", 3), ("A", "OVR", 1042, "NE", 9), ("A", "OVR", 1042, "SD", 5)]) == "--Y"


def test_the_higher_sequence_number_may_come_first():
    assert counted([("A", "OVR", 1042, "SD", 5), ("A", "OVR", 1042, "SD", 2)]) == "Y-"


def test_a_progression_before_the_first_dose_ends_nothing():
    assert counted(one((990, "PD"), (1042, "SD"))) == "-Y"


def test_no_baseline_nothing_counts():
    assert counted(one((1042, "SD"), (1084, "PD")), baseline="N") == "--"


def test_never_dosed_nothing_counts():
    assert counted(one((1042, "SD")), start=np.nan) == "-"


def test_no_date_does_not_count():
    assert counted([("A", "OVR", np.nan, "PD", 1), ("A", "OVR", 1042.0, "SD", 2)]) == "-Y"


def test_subjects_and_parameters_are_apart():
    rows = [
        ("A", "OVR", 1042, "PD", 1),
        ("B", "OVR", 1084, "SD", 1),
        ("A", "OVRDER", 1042, "SD", 1),
        ("A", "OVRDER", 1084, "PD", 2),
        ("A", "OVR", 1084, "SD", 2),
    ]
    assert counted(rows) == "YYYY-"


def test_not_assessed_does_not_count_and_an_unknown_response_is_asked_for():
    report = Report()
    assert counted(one((1042, ""), (1084, "MAYBE"), (1126, "SD")), report=report) == "--Y"
    assert [(e[0], e[1], list(e[4])) for e in report.entries] == [("query", "ADAM-RESPONSE", [1])]
