"""Marks of the course: dates, partial dates, study days, grades."""

from __future__ import annotations

import numpy as np
import pytest
from support import OTHER

from onespec.engine.findings import Findings
from onespec.engine.languages import LANGUAGES
from onespec.engine.plan.make import make_plan
from onespec.engine.registry import discover
from onespec.engine.trace.one_subject import open_subjects
from onespec.pages.course import possible, when
from onespec.pages.read_course import read_course
from onespec.pages.words import Words


def course(subject: str, study=OTHER, spec="spec", raw="raw"):
    findings = Findings()
    plan = make_plan(
        study / spec, discover(("onespec.sdtm", "onespec.adam"), study / spec / "methods.py", findings), findings
    )
    with open_subjects(plan, study / raw, study / "nowhere") as subjects:
        return read_course(subjects.part([subject]), Words("en"))


@pytest.mark.parametrize(
    ("iso", "low", "high"),
    [
        ("1960-01-02T08:30", "1960-01-02", "1960-01-02"),
        ("1960-02", "1960-02-01", "1960-02-29"),
        ("1961", "1961-01-01", "1961-12-31"),
    ],
)
def test_the_days_that_a_date_may_stand_for(iso, low, high):
    assert tuple(map(when, possible(iso))) == (low, high)


def test_no_date_gives_no_day():
    assert np.isnan(possible("")).all() and np.isnan(possible("--03")).all()


def test_the_course_of_a_subject_of_the_smallest_study():
    found = course("101")
    (event,) = list(found.panels["events"])
    assert (event.label, [(when(m.start), m.title, m.open_end) for m in event.marks]) == (
        "Dysphonia",
        [("2021-01-10", "Dysphonia, ongoing: 2021-01-10 (day 6)", True)],
    )
    doses = [row for row in found.panels["treatment"] if row.label.startswith("Budesonide")]
    assert [(when(m.start), when(m.end), m.partial) for m in doses[0].marks] == [
        ("2021-01-05", "2021-02-01", False),
        ("2021-02-02", "2021-02-20", False),
    ]


def test_every_word_stands_in_every_language():
    first, *others = (Words(language) for language in LANGUAGES)
    assert all(first._words.keys() == other._words.keys() for other in others)
