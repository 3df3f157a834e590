import pytest

from onespec.adam.records.best_response import best_response

ORDER = ["CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "MISSING"]


@pytest.mark.parametrize(
    ("line", "response", "day"),
    [
        ("42 SD, 84 CR, 126 PD", "CR", 84),  # confirmation is not asked for
        ("42 SD, 84 PR, 126 PR", "PR", 84),
        ("84 PR, 126 CR", "CR", 126),
        ("41 SD", "NE", 41),  # too early for SD
        ("42 SD", "SD", 42),
        ("43 SD", "SD", 43),
        ("30 SD, 50 SD, 84 PD", "SD", 50),
        ("41 SD, 84 PD", "PD", 84),
        ("41 NON-CR/NON-PD", "NE", 41),
        ("42 NON-CR/NON-PD, 84 PD", "NON-CR/NON-PD", 42),
        ("42 NE, 84 PD", "PD", 84),
        ("42 NE, 84 NE", "NE", 42),
        ("10 PR", "PR", 10),  # an unconfirmed response needs no minimum
    ],
)
def test_the_best_response_and_its_date(study, line, response, day):
    made = best_response(*_arguments(study(A=line)), stable_days=42, order=ORDER).values.row(0)
    assert (made["AVALC"], made["AVAL"], made["ADT"]) == (response, ORDER.index(response) + 1, 1000 + day)


def test_nothing_assessed(study):
    made = best_response(*_arguments(study(A="", B="42 SD")), stable_days=42, order=ORDER).values
    assert list(made["AVALC"]) == ["MISSING", "SD"] and list(made["AVAL"]) == [7, 3]
    assert list(made["ADT"].isna()) == [True, False] and list(made["SRCDOM"]) == ["", "ADRS"]


def test_an_order_that_lacks_a_response(study):
    with pytest.raises(ValueError, match="the order of responses lacks NE, SD"):
        best_response(
            *_arguments(study(A="42 SD")), stable_days=42, order=["CR", "PR", "NON-CR/NON-PD", "PD", "MISSING"]
        )


def test_an_order_that_holds_another_response(study):
    """A misspelt one would have a rank, and all after it another."""
    with pytest.raises(ValueError, match="the order of responses holds PRR, which no subject has"):
        best_response(*_arguments(study(A="42 SD")), stable_days=42, order=["PRR", *ORDER])


def _arguments(built):
    subjects, assessments = built
    return subjects, "TRTSDT", assessments
