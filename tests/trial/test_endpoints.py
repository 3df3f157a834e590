"""Endpoints that moved between two builds, in words."""

from __future__ import annotations

import pytest

from onespec.trial.endpoints import endpoint_changes

from .built_sides import side

NAN = float("nan")


def times(*records: tuple[str, float, float]):
    """Progression-free survival: subject, AVAL, CNSR."""
    return side(
        ADTTE={
            "USUBJID": [r[0] for r in records],
            "PARAMCD": ["PFS"] * len(records),
            "PARAM": ["Progression-Free Survival (days)"] * len(records),
            "AVAL": [r[1] for r in records],
            "CNSR": [r[2] for r in records],
            "EVNTDESC": ["" if r[2] else "Progression" for r in records],
            "CNSDTDSC": ["Last assessment" if r[2] else "" for r in records],
        }
    )


def results(*records: tuple[str, str, str, float, str]):
    """Responses: subject, PARAMCD, AVALC, ADT, AVISIT."""
    names = ("USUBJID", "PARAMCD", "AVALC", "ADT", "AVISIT")
    return side(ADRS={name: [r[at] for r in records] for at, name in enumerate(names)})


def changes(old, new) -> list[tuple[str, str, str, str, str]]:
    return [(e.parameter, e.subject, e.old, e.new, e.kind) for e in endpoint_changes(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ((123, 0), (165, 0), ("123 event (Progression)", "165 event (Progression)", "moved")),
        ((123, 1), (165, 0), ("123 censored (Last assessment)", "165 event (Progression)", "moved")),
        ((123, 0), (165, 1), ("123 event (Progression)", "165 censored (Last assessment)", "moved")),
        ((123, 1), (165, 1), ("123 censored (Last assessment)", "165 censored (Last assessment)", "followed")),
        ((123, 1), (123, 1), None),
    ],
)
def test_times(old, new, told):
    found = changes(times(("1", *old)), times(("1", *new)))
    assert found == ([("PFS", "1", *told)] if told else [])


def test_results():
    old = results(("1", "BOR", "PR", 22000, ""), ("2", "BOR", "PR", 22000, ""), ("3", "BOR", "SD", NAN, ""))
    new = results(("1", "BOR", "CR", 22001, ""), ("2", "BOR", "PR", 22001, ""), ("4", "BOR", "PD", NAN, ""))
    assert changes(old, new) == [
        ("BOR", "1", "PR (2020-03-26)", "CR (2020-03-27)", "moved"),
        ("BOR", "2", "PR (2020-03-26)", "PR (2020-03-27)", "followed"),
        ("BOR", "3", "SD", "no record", "moved"),
        ("BOR", "4", "no record", "PD", "new subject"),
    ]


def test_what_has_visits_or_several_records_of_a_subject_is_no_endpoint():
    old = results(("1", "OVR", "PR", 22000, "WEEK 6"), ("1", "NEXT", "A", 1, ""), ("1", "NEXT", "B", 2, ""))
    new = results(("1", "OVR", "CR", 22000, "WEEK 6"), ("1", "OVR", "CR", 22001, ""), ("1", "NEXT", "C", 1, ""))
    assert changes(old, new) == []
