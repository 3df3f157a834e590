"""Which part makes the difference: of stated and derived ``overall target other-lesions new``, ``-`` for blank."""

from itertools import product

import numpy as np
import pytest

from onespec.adam.methods._overall import overall_of
from onespec.adam.methods.response_difference import Derived, Stated, response_difference
from onespec.adam.records._recist import NewLesions, overall_response
from onespec.engine.columns import text


def part(stated, derived):
    columns = [[text(["" if each == "-" else each]) for each in line.split()] for line in (stated, derived)]
    return response_difference(Stated(*columns[0]), Derived(*columns[1]))[0]


@pytest.mark.parametrize(
    ("stated", "derived", "found"),
    [
        ("SD SD CR N", "SD PR CR N", ""),  # they agree
        ("- SD CR N", "SD SD CR N", ""),
        ("SD SD CR N", "- - - -", ""),
        ("SD SD - N", "PD PD - N", "TARGET LESIONS"),
        ("SD SD CR N", "PD SD CR Y", "NEW LESIONS"),
        ("PD SD CR Y", "SD SD CR N", "NEW LESIONS"),
        ("PD SD PD N", "SD SD NON-CR/NON-PD N", "NON-TARGET LESIONS"),
        ("CR CR CR N", "PR CR NE N", "NON-TARGET LESIONS"),
        ("SD SD CR N", "PD PD PD N", "SEVERAL PARTS"),
        ("SD SD PD N", "PD PD CR N", "TARGET LESIONS"),  # the other lesions are stated to be PD, and yet SD is stated
        ("PR SD CR N", "SD SD CR N", "OVERALL RESPONSE"),
        ("SD - - -", "PD PD - N", "PARTS NOT STATED"),
        ("SD SD - -", "PD PD - N", "TARGET LESIONS"),  # what is not stated stays as it is derived
    ],
)
def test_the_part(stated, derived, found):
    assert part(stated, derived) == found


def test_the_overall_response_is_that_of_the_derived_response():
    parts = ["", "CR", "PR", "SD", "PD", "NE"], ["", "CR", "NON-CR/NON-PD", "PD", "NE"], ["Y", "N"]
    target, non_target, new = (np.array(each, object) for each in zip(*product(*parts), strict=True))
    lesions = NewLesions.__new__(NewLesions)
    lesions.certain = np.where(new == "Y", 0, -1)
    lesions.early = np.full(len(new), -1)
    assert list(overall_of(new, target, non_target)) == list(overall_response(target, non_target, lesions).given())
