import numpy as np
import pytest

from onespec.adam.records._response import Confirmation
from onespec.adam.records.confirmed_response import confirmed_response


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("42 PR, 69 PR", None),  # 27 days
        ("42 PR, 70 PR", 42),  # 28 days
        ("42 PR, 71 PR", 42),  # 29 days
        ("42 CR, 69 CR", None),
        ("42 CR, 70 CR", 42),
        ("42 PR, 70 CR", 42),  # a CR confirms a PR
        ("42 CR, 70 PR", None),  # a PR does not confirm a CR
        ("42 PR, 56 NE, 84 PR", 42),  # one NE between
        ("42 PR, 56 NE, 63 NE, 84 PR", None),  # two NE between
        ("42 PR, 63 NE, 84 NE, 105 PR, 126 PR", None),
        ("42 PR, 63 NE, 84 NE, 105 PR, 133 PR", 105),
        ("42 CR, 63 NE, 84 CR", 42),
        ("42 CR, 56 NE, 63 NE, 84 CR", None),
        ("42 PR, 56 SD, 84 PR", None),  # an SD between breaks it
        ("42 PR, 84 SD, 126 PR, 168 PR", 126),  # and a new run may start
        ("42 PR, 56 NON-CR/NON-PD, 84 PR", None),
        ("42 PR, 84 PD", None),
        ("42 CR, 57 PR, 84 CR", None),  # a PR between two CR breaks it; that PR waits 27 days
        ("42 CR, 56 PR, 84 CR", 56),  # that PR is confirmed itself
        ("42 PR, 56 CR, 84 PR", None),  # PR after a CR
        ("42 PR, 56 CR, 70 CR", 42),
        ("42 PR, 56 CR, 66 CR", None),  # neither is 28 days after
        ("42 PR, 56 PR, 70 PR", 42),
        ("42 PR, 56 PR, 63 NE, 70 PR", 42),
        ("42 PR, 84 NE", None),
        ("42 SD, 84 PR", None),
        ("42 PR", None),
        ("", None),
    ],
)
def test_a_response_and_what_confirms_it(study, line, day):
    made = confirmed_response(*study(A=line), Confirmation(28, 1)).values.row(0)
    if day is None:
        assert (made["AVALC"], made["AVAL"], made["SRCDOM"]) == ("N", 0, "") and np.isnan(made["ADT"])
    else:
        assert (made["AVALC"], made["AVAL"], made["ADT"], made["SRCDOM"]) == ("Y", 1, 1000 + day, "ADRS")


def test_subjects_do_not_confirm_one_another_and_rows_may_come_in_any_order(study):
    subjects, assessments = study(A="42 PR", B="84 PR", C="84 CR, 42 PR")
    made = confirmed_response(subjects, assessments, Confirmation(28, 1)).values
    assert list(made["AVALC"]) == ["N", "N", "Y"]


def test_the_numbers_are_parameters(study):
    line = "42 PR, 56 NE, 63 NE, 77 PR"
    assert list(confirmed_response(*study(A=line), Confirmation(35, 2)).values["AVALC"]) == ["Y"]
    assert list(confirmed_response(*study(A=line), Confirmation(36, 2)).values["AVALC"]) == ["N"]
    assert list(confirmed_response(*study(A=line), Confirmation(35, 1)).values["AVALC"]) == ["N"]


@pytest.mark.parametrize(
    ("line", "most_sd", "day"),
    [
        ("42 PR, 56 SD, 84 PR", 1, 42),
        ("42 PR, 56 SD, 63 SD, 84 PR", 1, None),
        ("42 PR, 56 SD, 63 SD, 84 PR", 2, 42),
        ("42 PR, 56 SD, 63 NE, 84 CR", 1, 42),
        ("42 PR, 56 SD, 84 SD", 1, None),  # an SD confirms nothing
        ("42 CR, 56 SD, 84 CR", 1, None),  # nor does it stand after a CR
        ("42 PR, 56 CR, 63 SD, 84 CR", 1, None),
    ],
)
def test_sd_between_may_be_permitted(study, line, most_sd, day):
    made = confirmed_response(*study(A=line), Confirmation(28, 1, most_sd)).values
    assert [None if v != v else v - 1000 for v in made["ADT"]] == [day]
