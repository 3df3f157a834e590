"""Days as SAS counts them and as a study counts them."""

from __future__ import annotations

import doctest
from datetime import date

import numpy as np
import pytest

from onespec.engine import days as module
from onespec.engine.columns import number
from onespec.engine.days import MONTHS, days_after, iso_date, iso_datetime, sas_date, study_day

DAYS = [
    ("1959-12-31", -1),
    ("1960-01-01", 0),
    ("1960-02-29", 59),
    ("2000-01-01", 14610),
    ("2020-03-26", 22000),
]  # SAS Language Reference: 01JAN2000 is 14610


@pytest.mark.parametrize(("iso", "sas"), DAYS)
def test_a_sas_date_there_and_back(iso, sas):
    assert sas_date(date.fromisoformat(iso)) == sas
    assert iso_date(float(sas)) == iso


@pytest.mark.parametrize(
    ("sas", "iso"),
    [
        (0.0, "1960-01-01T00:00:00"),
        (86399.0, "1960-01-01T23:59:59"),
        (86400.0, "1960-01-02T00:00:00"),
        (-1.0, "1959-12-31T23:59:59"),
    ],
)
def test_a_sas_datetime(sas, iso):
    assert iso_datetime(sas) == iso


def test_there_is_no_study_day_0():
    day = number([12, 11, 10, 9, 8, np.nan])
    expected = [3, 2, 1, -1, -2]
    days = study_day(day, number(10, 6))
    assert days[:5].tolist() == expected and np.isnan(days[5])
    assert [study_day(float(d), 10.0) for d in day[:5]] == expected


def test_days_after_take_it_back():
    day = number([12, 10, 9])
    assert days_after(study_day(day, number(10, 3))).tolist() == [2, 0, -1]
    assert [days_after(study_day(d, 10.0)) for d in (12.0, 10.0, 9.0)] == [2, 0, -1]


def test_months_in_the_order_of_the_year():
    assert [f"{date(2020, m, 1):%b}".upper() for m in (1, 5, 9, 12)] == [MONTHS[m - 1] for m in (1, 5, 9, 12)]


def test_the_examples_of_its_functions():
    ran = doctest.testmod(module)
    assert (ran.failed, ran.attempted) == (0, 8)
