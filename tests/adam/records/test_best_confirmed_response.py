import pytest

from onespec.adam.records._response import Confirmation
from onespec.adam.records.best_confirmed_response import best_confirmed_response

ORDER = ["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "MISSING"]


@pytest.mark.parametrize(
    ("line", "response", "day"),
    [
        ("42 CR, 70 CR", "CR", 42),
        ("42 PR, 84 CR, 112 CR", "CR", 84),  # the CR is confirmed: its own date
        ("42 PR, 84 CR", "PR", 42),  # the CR confirms the PR and is not confirmed itself
        ("42 PR, 70 PR", "PR", 42),
        ("42 PR, 69 PR", "SD", 42),  # 27 days: falls to SD
        ("42 PR, 84 PD", "SD", 42),  # unconfirmed, SD minimum met
        ("41 PR, 84 PD", "PD", 84),  # unconfirmed, minimum not met, PD follows
        ("41 PR", "NE", 41),  # nor does PD follow
        ("41 CR", "NE", 41),
        ("42 CR", "SD", 42),
        ("30 PR, 43 SD", "SD", 43),
        ("20 PR, 30 SD, 41 NE", "NE", 20),
        ("42 CR, 84 PR, 126 PR", "PR", 84),  # PR after CR: the CR is not confirmed, the later PR is
        ("41 SD", "NE", 41),
        ("42 SD", "SD", 42),
        ("43 SD", "SD", 43),
        ("41 NON-CR/NON-PD, 84 PD", "PD", 84),
        ("42 NON-CR/NON-PD, 84 PD", "NON-CR/NON-PD", 42),
        ("42 NE", "NE", 42),
        ("42 PR, 56 NE, 63 NE, 84 PR", "SD", 42),
        ("42 PR, 56 NE, 84 PR", "PR", 42),
    ],
)
def test_the_best_response_and_its_date(study, line, response, day):
    made = _best(study(A=line)).row(0)
    assert (made["AVALC"], made["AVAL"], made["ADT"]) == (response, ORDER.index(response) + 1, 1000 + day)


def test_nothing_assessed(study):
    assert list(_best(study(A="", B=""))["AVALC"]) == ["MISSING", "MISSING"]


def _best(built):
    subjects, assessments = built
    return best_confirmed_response(
        subjects, "TRTSDT", assessments, stable_days=42, confirmation=Confirmation(28, 1), order=ORDER
    ).values
